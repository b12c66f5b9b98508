// What every handler may reach: the broker's parts, put together once by broker.ts.
import type { Clock } from '../base/clock.ts'
import type { LeveledLogger } from '../base/leveled-logger.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import type { GroupCoordinator } from '../groups/group-coordinator.ts'
import type { LogCleaner } from '../log/log-cleaner.ts'
import type { Logs } from '../log/logs.ts'
import type { ProducerIds } from '../log/producer-ids.ts'
import type { BrokerConfigs } from '../metadata/broker-configs.ts'
import type { ClientQuotas } from '../metadata/client-quotas.ts'
import type { ClusterIdentity } from '../metadata/cluster-identity.ts'
import type { DynamicConfigs } from '../metadata/dynamic-configs.ts'
import type { Features } from '../metadata/features.ts'
import type { GroupConfigs } from '../metadata/group-configs.ts'
import type { ResourceConfigs } from '../metadata/resource-configs.ts'
import type { Topics } from '../metadata/topics.ts'
import type { Acls } from '../security/acls.ts'
import type { ScramCredentials } from '../security/scram-credentials.ts'
import type { Retries } from '../retries/retries.ts'
import type { Storage } from '../storage/storage.ts'
import type { Authorizer } from './authorize.ts'
import type { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'
import type { FetchPurgatory } from './delayed/fetch-purgatory.ts'
import type { FetchSessions } from './fetch/fetch-sessions.ts'
import type { ByteRateQuota } from './quotas/byte-rate-quota.ts'
import type { Listener } from './listeners.ts'

export interface BrokerContext {
  readonly nodeId: number
  readonly identity: ClusterIdentity
  /** Where clients of the first listener are told to connect; `advertisedTo` knows it for each request. */
  readonly advertised: { readonly host: string; readonly port: number }
  readonly listeners: readonly Listener[]
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: LeveledLogger
  readonly configs: BrokerConfigs
  readonly dynamicConfigs: DynamicConfigs
  readonly groupConfigs: GroupConfigs
  readonly resourceConfigs: ResourceConfigs
  readonly features: Features
  readonly topics: Topics
  readonly logs: Logs
  readonly groups: GroupCoordinator
  readonly transactions: TransactionCoordinator
  readonly storage: Storage
  readonly retries: Retries
  readonly cleaner: LogCleaner
  readonly fetches: FetchPurgatory
  readonly fetchSessions: FetchSessions
  readonly producerIds: ProducerIds
  readonly clientQuotas: ClientQuotas
  /** producer_byte_rate, enforced. */
  readonly produceQuota: ByteRateQuota
  /** consumer_byte_rate, enforced. */
  readonly fetchQuota: ByteRateQuota
  /** Left out while everything is allowed. */
  readonly authorizer?: Authorizer
  readonly acls: Acls
  readonly credentials: ScramCredentials
}
