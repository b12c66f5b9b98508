// Every service of the workbench, put together once per core.
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import type { SystemInfo } from '../contract/system.ts'
import { ConnectionsService } from './connections-service.ts'
import { GroupsService } from './groups-service.ts'
import { type LocalBrokerOptions, LocalBrokerService } from './local-broker-service.ts'
import { MessagesService } from './messages-service.ts'
import { TopicsService } from './topics-service.ts'

export interface AppServicesOptions {
  readonly directory: string
  readonly broker: LocalBrokerOptions['broker']
  readonly system: SystemInfo
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: Logger
}

export interface AppServices {
  readonly connections: ConnectionsService
  readonly topics: TopicsService
  readonly messages: MessagesService
  readonly groups: GroupsService
  readonly localBroker: LocalBrokerService
  readonly system: SystemInfo
  /** Disconnects from every cluster. */
  close(): Promise<void>
}

export async function createAppServices({ broker, system, ...options }: AppServicesOptions): Promise<AppServices> {
  const { clock, timers, directory } = options
  const localBroker = new LocalBrokerService({ broker, dataFolder: directory, timers })
  const identity = { clientId: 'headwater', softwareName: 'headwater', softwareVersion: system.version }
  const connections = await ConnectionsService.load({ ...options, localAddress: localBroker.address, identity })
  return {
    connections,
    topics: new TopicsService(connections, clock),
    messages: new MessagesService(connections, clock),
    groups: new GroupsService(connections, clock),
    localBroker,
    system,
    close: async () => connections.close(),
  }
}
