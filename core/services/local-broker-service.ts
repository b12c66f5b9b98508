// The broker inside Headwater, as the workbench shows it. The only service that knows it as more than an address.
import type { Timers } from '../base/timers.ts'
import type { Broker } from '../broker/broker.ts'
import { type ConnectionRecord, peerOf } from '../broker/network/connection-registry.ts'
import type { AnsweredRequest } from '../broker/request-log.ts'
import { type BrokerAddress, formatBrokerAddress } from '../client/bootstrap-address.ts'
import { pause } from '../client/pause.ts'
import type { BrokerClient, BrokerStatus, Cleaned, LoggedRequest, RequestLogEvent } from '../contract/local-broker.ts'
import { errorOf } from '../protocol/error-codes.ts'
import { LocalBrokerSecurity } from './local-broker-security.ts'
import { requestErrorMeaning } from './request-errors.ts'

const WATCH_PERIOD_MS = 1_000
const LOG_PERIOD_MS = 250
/** More than a person can follow is skipped and counted. */
const MAX_LOGGED_PER_EVENT = 200

export interface LocalBrokerOptions {
  readonly broker: Broker
  readonly dataFolder: string
  /** How the workbench names itself to this broker (KIP-511). */
  readonly workbenchSoftware: string
  /** Ids of the topics that the demo has made. */
  readonly demoTopicIds: () => readonly string[]
  readonly timers: Timers
}

export class LocalBrokerService {
  readonly #options: LocalBrokerOptions
  readonly #broker: Broker

  readonly security: LocalBrokerSecurity

  constructor(options: LocalBrokerOptions) {
    this.security = new LocalBrokerSecurity(options.broker)
    this.#options = options
    this.#broker = options.broker
  }

  /** How the workbench comes in; null where anybody may. */
  get insider(): Broker['insider'] {
    return this.#broker.insider
  }

  get address(): BrokerAddress {
    return this.#broker.address
  }

  status(): BrokerStatus {
    const { address, context, startedAtMs } = this.#broker
    const topics = [...context.topics.all()]
    const { fileBytes, liveBytes, pinnedBytes } = context.storage.usage
    const { totals, rates } = this.#broker.traffic()
    return {
      address: formatBrokerAddress(address),
      securityProtocol: context.listeners[0]!.protocol,
      clusterId: context.identity.clusterId,
      dataFolder: this.#options.dataFolder,
      startedAtMs,
      topicCount: topics.length,
      partitionCount: topics.reduce((count, topic) => count + topic.partitions.length, 0),
      clients: this.#broker.connections().map((connection) => this.#client(connection)),
      demoTopics: this.#options.demoTopicIds().flatMap((topicId) => context.topics.getById(topicId)?.name ?? []),
      ...totals,
      rates,
      storage: { diskBytes: fileBytes, liveBytes, pinnedBytes, refusingWrites: context.storage.refusal },
    }
  }

  /** The status now, and then about once a second. */
  async *watch(signal: AbortSignal): AsyncGenerator<BrokerStatus, void> {
    while (!signal.aborted) {
      yield this.status()
      await pause(this.#options.timers, WATCH_PERIOD_MS, signal)
    }
  }

  /** The requests that are still kept, then what comes, while there is any. */
  async *requests(signal: AbortSignal): AsyncGenerator<RequestLogEvent, void> {
    const log = this.#broker.requestLog
    // What had left the ring before anybody looked is not missing from what is shown: it is not told as skipped.
    let seen = Math.max(0, log.latest - log.capacity)
    let limit = log.capacity
    while (!signal.aborted) {
      const { requests, skipped } = log.since(seen, limit)
      yield { requests: requests.map((request) => this.#logged(request)), skipped, capacity: log.capacity }
      seen = requests.at(-1)?.sequence ?? seen
      limit = MAX_LOGGED_PER_EVENT
      do await pause(this.#options.timers, LOG_PERIOD_MS, signal)
      while (log.latest === seen && !signal.aborted)
    }
  }

  /** Deletes what is past its retention; resolves once that is durable and its space given back. */
  applyRetention(): Promise<Cleaned> {
    return this.#broker.context.cleaner.applyRetentionNow()
  }

  /** Compacts whatever may be compacted. */
  compact(): Promise<Cleaned> {
    return this.#broker.context.cleaner.compactNow()
  }

  #client(connection: ConnectionRecord): BrokerClient {
    const { id, clientId, connectedAtMs, requests, bytesIn, bytesOut, lastRequest } = connection
    return {
      id,
      clientId,
      softwareName: connection.clientSoftwareName,
      softwareVersion: connection.clientSoftwareVersion,
      address: peerOf(connection),
      connectedAtMs,
      requests,
      bytesIn,
      bytesOut,
      lastRequest,
      apiVersions: Array.from(connection.apiVersions, ([api, version]) => ({ api, version })),
      principal: connection.principal,
      isWorkbench: this.#isWorkbench(connection),
    }
  }

  #logged(request: AnsweredRequest): LoggedRequest {
    const { sequence, atMs, connection, clientId, apiVersion, durationMs, requestBytes, responseBytes } = request
    return {
      sequence,
      atMs,
      connectionId: connection.id,
      clientId,
      address: peerOf(connection),
      api: request.api || '(unreadable)',
      version: apiVersion,
      durationMs,
      requestBytes,
      responseBytes,
      error: errorNameOf(request),
      errorMeans: request.closedConnection || request.errorCode === 0 ? null : requestErrorMeaning(request.errorCode),
      isWorkbench: this.#isWorkbench(connection),
    }
  }

  #isWorkbench({ clientSoftwareName }: ConnectionRecord): boolean {
    return clientSoftwareName === this.#options.workbenchSoftware
  }
}

function errorNameOf({ closedConnection, errorCode }: AnsweredRequest): string | null {
  if (closedConnection) return '(connection closed)'
  return errorCode === 0 ? null : errorOf(errorCode).name
}
