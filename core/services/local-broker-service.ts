// The broker inside Headwater, as the workbench shows it. The only service that knows it as more than an address.
import type { Timers } from '../base/timers.ts'
import type { Broker } from '../broker/broker.ts'
import { peerOf } from '../broker/network/connection-registry.ts'
import { type BrokerAddress, formatBrokerAddress } from '../client/bootstrap-address.ts'
import { pause } from '../client/pause.ts'
import type { BrokerStatus } from '../contract/local-broker.ts'

const WATCH_PERIOD_MS = 1_000

export interface LocalBrokerOptions {
  readonly broker: Broker
  readonly dataFolder: string
  readonly timers: Timers
}

export class LocalBrokerService {
  readonly #broker: Broker
  readonly #dataFolder: string
  readonly #timers: Timers

  constructor({ broker, dataFolder, timers }: LocalBrokerOptions) {
    this.#broker = broker
    this.#dataFolder = dataFolder
    this.#timers = timers
  }

  get address(): BrokerAddress {
    return this.#broker.address
  }

  status(): BrokerStatus {
    const { address, context, startedAtMs } = this.#broker
    const topics = [...context.topics.all()]
    const { fileBytes, liveBytes, pinnedBytes } = context.storage.usage
    return {
      address: formatBrokerAddress(address),
      clusterId: context.identity.clusterId,
      dataFolder: this.#dataFolder,
      startedAtMs,
      topicCount: topics.length,
      partitionCount: topics.reduce((count, topic) => count + topic.partitions.length, 0),
      clients: this.#broker.connections().map((connection) => ({
        id: connection.id,
        clientId: connection.clientId,
        softwareName: connection.clientSoftwareName,
        softwareVersion: connection.clientSoftwareVersion,
        address: peerOf(connection),
        requests: connection.requests,
      })),
      recordsIn: context.storage.recordsAppended,
      storage: { diskBytes: fileBytes, liveBytes, pinnedBytes, refusingWrites: context.storage.refusal },
    }
  }

  /** The status now, and then about once a second. */
  async *watch(signal: AbortSignal): AsyncGenerator<BrokerStatus, void> {
    while (!signal.aborted) {
      yield this.status()
      await pause(this.#timers, WATCH_PERIOD_MS, signal)
    }
  }
}
