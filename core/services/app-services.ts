// Every service of the workbench, put together once per core.
import { userInfo } from 'node:os'
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import { WorkbenchStore } from '../storage/workbench-store.ts'
import type { SystemInfo } from '../contract/system.ts'
import { FailureIndex } from '../deadletters/index/failure-index.ts'
import { RulesStore } from '../deadletters/recognise/rules-store.ts'
import { Transforms } from '../deadletters/replay/transform/transforms.ts'
import { ScanWorkers } from '../scan/engine/scan-workers.ts'
import { ConnectionsService, LOCAL_CONNECTION_ID } from './connections-service.ts'
import { DeadLettersService } from './dead-letters-service.ts'
import { DemoLedger } from './demo-ledger.ts'
import { type DemoFact, DemoService } from './demo-service.ts'
import { GroupsService } from './groups-service.ts'
import { type LocalBrokerOptions, LocalBrokerService } from './local-broker-service.ts'
import { MessagesService } from './messages-service.ts'
import { RecordsService } from './records-service.ts'
import { LocalRetraction } from './local-broker-retraction.ts'
import { LocalReplay } from './local-replay.ts'
import { openReplayJobs, type ReplayJobsRoom } from './replay-jobs-room.ts'
import { openReplayPlans, type ReplayPlansRoom } from './replay-plans-room.ts'
import { openRetries } from './retries-room.ts'
import type { RetriesService } from './retries-service.ts'
import type { SecretStore } from './ports.ts'
import { memorySecretStore } from './secret-store.ts'
import type { SettingsService } from './settings-service.ts'
import { policyRoleOf } from './retry-policy-role.ts'
import { TopicsService } from './topics-service.ts'

export interface AppServicesOptions {
  /** The home folder. */
  readonly directory: string
  /** Where the local broker keeps its data. */
  readonly dataDirectory: string
  readonly settings: SettingsService
  readonly broker: LocalBrokerOptions['broker']
  readonly system: SystemInfo
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: Logger
  /** In memory, until Headwater stops, if absent. */
  readonly secrets?: SecretStore
}

export interface AppServices {
  readonly connections: ConnectionsService
  readonly topics: TopicsService
  readonly messages: MessagesService
  readonly records: RecordsService
  readonly groups: GroupsService
  readonly deadLetters: DeadLettersService
  readonly replayPlans: ReplayPlansRoom['plans']
  readonly replaySandbox: ReplayPlansRoom['sandbox']
  readonly replayFiles: ReplayPlansRoom['files']
  readonly purge: ReplayPlansRoom['purge']
  readonly replayUndo: ReplayPlansRoom['undo']
  readonly replayJobs: ReplayJobsRoom['service']
  readonly audit: ReplayJobsRoom['auditService']
  /** Keeps what was written to clusters. */
  readonly auditLog: ReplayJobsRoom['audit']
  readonly retries: RetriesService
  readonly localBroker: LocalBrokerService
  readonly demo: DemoService
  readonly settings: SettingsService
  readonly system: SystemInfo
  /** What the workbench itself remembers of clusters. */
  readonly store: WorkbenchStore
  /** Disconnects from every cluster. */
  close(): Promise<void>
}

export async function createAppServices({ broker, system, settings, ...options }: AppServicesOptions): Promise<AppServices> {
  const { clock, timers, dataDirectory, logger } = options
  const identity = { clientId: 'headwater', softwareName: 'headwater', softwareVersion: system.version }
  const ledger = await DemoLedger.load(dataDirectory, logger)
  const demoTopicIds = (): string[] => ledger.made.topics.map(({ topicId }) => topicId)
  const localIdentity = { ...identity, softwareName: 'headwater-workbench' }
  const localBroker = new LocalBrokerService({ broker, dataFolder: dataDirectory, workbenchSoftware: localIdentity.softwareName, demoTopicIds, timers })
  const connections = await ConnectionsService.load({ secrets: memorySecretStore(), ...options, localAddress: localBroker.address, localAccess: localBroker.insider, identity, localIdentity })
  const scanWorkers = new ScanWorkers(timers)
  const records = new RecordsService(connections, clock, timers)
  const store = await WorkbenchStore.open(options.directory)
  const rules = new RulesStore(store)
  const failureIndex = new FailureIndex({ store, clock })
  const deadLetters = new DeadLettersService({ connections, index: failureIndex, rules, clock, policyOf: (topic) => policyRoleOf(broker.context.retries.saved(), topic) })
  const transforms = new Transforms(timers)
  const planning = await openReplayPlans({ ...options, connections, deadLetters, rules, index: failureIndex, retractor: new LocalRetraction(broker), store, transforms, replays: () => replays })
  const ports = { store, connections, transforms, index: failureIndex, rules, local: new LocalReplay(broker), plans: () => planning.plans }
  const replays: ReplayJobsRoom = await openReplayJobs({ ...options, ...ports, who: operatingSystemUser() })
  const retries = openRetries({ ...options, broker, connections, audit: replays.audit, version: system.version })
  const local = { connectionId: LOCAL_CONNECTION_ID, clusterId: broker.context.identity.clusterId, action: 'other', subject: 'demo flow', jobId: null } as const
  const demoAudit = async (fact: DemoFact): Promise<unknown> =>
    replays.audit.append({ ...local, connectionName: connections.name(LOCAL_CONNECTION_ID), ...fact }).catch((error: unknown) => logger.error(`Not written into the ledger: ${fact.text}`, error))
  return {
    connections,
    topics: new TopicsService(connections, clock),
    messages: new MessagesService(connections, clock, scanWorkers),
    records,
    groups: new GroupsService(connections, clock),
    deadLetters,
    replayPlans: planning.plans,
    replaySandbox: planning.sandbox,
    replayFiles: planning.files,
    purge: planning.purge,
    replayUndo: planning.undo,
    replayJobs: replays.service,
    audit: replays.auditService,
    auditLog: replays.audit,
    retries: retries.service,
    localBroker,
    demo: new DemoService({ cluster: () => connections.cluster(LOCAL_CONNECTION_ID), ledger, audit: demoAudit, clock, logger }),
    settings,
    system,
    store,
    close: async () => {
      records.close()
      await retries.close()
      planning.close()
      await replays.close()
      await transforms.close()
      await scanWorkers.close()
      await connections.close()
      await store.close()
    },
  }
}

/** '' where the system knows no name for who runs this. */
function operatingSystemUser(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
