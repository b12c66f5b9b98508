// What every handler may reach: the broker's parts, put together once by broker.ts.
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import type { GroupCoordinator } from '../groups/group-coordinator.ts'
import type { Logs } from '../log/logs.ts'
import type { ProducerIds } from '../log/producer-ids.ts'
import type { BrokerConfigs } from '../metadata/broker-configs.ts'
import type { ClusterIdentity } from '../metadata/cluster-identity.ts'
import type { Topics } from '../metadata/topics.ts'
import type { Storage } from '../storage/storage.ts'
import type { Authorizer } from './authorize.ts'
import type { FetchPurgatory } from './delayed/fetch-purgatory.ts'

export interface BrokerContext {
  readonly nodeId: number
  readonly identity: ClusterIdentity
  /** Where clients are told to connect. */
  readonly advertised: { readonly host: string; readonly port: number }
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: Logger
  readonly configs: BrokerConfigs
  readonly topics: Topics
  readonly logs: Logs
  readonly groups: GroupCoordinator
  readonly storage: Storage
  readonly fetches: FetchPurgatory
  readonly producerIds: ProducerIds
  /** Left out while everything is allowed. */
  readonly authorizer?: Authorizer
}
