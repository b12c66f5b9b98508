// Retries, simulated consumers and the search for poison pills, put together for the workbench.
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import { formatBrokerAddress } from '../client/bootstrap-address.ts'
import type { AuditLog } from '../deadletters/audit.ts'
import { ConsumerSimulator } from '../simulator/consumer-simulator.ts'
import { type ConnectionsService, LOCAL_CONNECTION_ID } from './connections-service.ts'
import type { LocalBrokerOptions } from './local-broker-service.ts'
import { PoisonPills } from './poison-pills.ts'
import { RetriesService } from './retries-service.ts'

export interface RetriesRoomOptions {
  readonly broker: LocalBrokerOptions['broker']
  readonly connections: ConnectionsService
  readonly audit: Pick<AuditLog, 'append'>
  readonly version: string
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: Logger
}

export interface RetriesRoom {
  readonly service: RetriesService
  /** Simulated consumers leave their groups. */
  close(): Promise<void>
}

export function openRetries({ broker, connections, audit, version, clock, timers, random, logger }: RetriesRoomOptions): RetriesRoom {
  const { retries, identity } = broker.context
  const simulator = new ConsumerSimulator({
    connect: (clientId) => connections.openLocal({ clientId, softwareName: 'headwater-simulator', softwareVersion: version }),
    clock,
    random,
  })
  const deadLettersOf = (connectionId: string, topic: string): string | null => {
    if (connectionId !== LOCAL_CONNECTION_ID) return null
    return retries.saved().find(({ source, returnTo }) => source.name === topic || returnTo.name === topic)?.deadLetters.name ?? null
  }
  const poisonPills = new PoisonPills({ cluster: (connectionId) => connections.cluster(connectionId), deadLettersOf, clock, timers })
  const service = new RetriesService({
    retries,
    simulator,
    poisonPills,
    bootstrapServers: formatBrokerAddress(broker.address),
    clusterName: (connectionId) => connections.name(connectionId),
    local: { connectionId: LOCAL_CONNECTION_ID, clusterId: identity.clusterId },
    // What was done stays done.
    audit: (fact) => audit.append(fact).catch((error: unknown) => logger.error(`Not written into the ledger: ${fact.text}`, error)),
    clock,
    timers,
  })
  return { service, close: () => simulator.close() }
}
