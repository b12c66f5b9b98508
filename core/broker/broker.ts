// The broker, put together and taken apart: what it is made of, in the order of its start.
import { type Clock, systemClock } from '../base/clock.ts'
import { type Logger, silentLogger } from '../base/logger.ts'
import { type Random, systemRandom } from '../base/random.ts'
import { systemTimers, type Timers } from '../base/timers.ts'
import { GroupCoordinator } from '../groups/group-coordinator.ts'
import { Logs } from '../log/logs.ts'
import { ProducerIds } from '../log/producer-ids.ts'
import { BrokerConfigs } from '../metadata/broker-configs.ts'
import { ClusterIdentity } from '../metadata/cluster-identity.ts'
import { type Topic, Topics } from '../metadata/topics.ts'
import type { Disk } from '../storage/disk.ts'
import { Storage } from '../storage/storage.ts'
import { startBackgroundTasks } from './background-tasks.ts'
import type { BrokerContext } from './broker-context.ts'
import { FetchPurgatory } from './delayed/fetch-purgatory.ts'
import { Dispatch } from './dispatch.ts'
import { handlers } from './handlers/index.ts'
import type { ConnectionLimits } from './network/connection.ts'
import { type ConnectionRecord, ConnectionRegistry } from './network/connection-registry.ts'
import { type Address, SocketServer } from './network/socket-server.ts'
import { RequestLog } from './request-log.ts'
import { logConfigsOf } from './topic-log-configs.ts'
import { TrafficMeter, type TrafficRates, type TrafficTotals } from './traffic.ts'

export interface BrokerOptions {
  readonly directory: string
  /** The folder's own files if left out. */
  readonly disk?: Disk
  /** Kafka listens here; on 127.0.0.1 also on ::1. */
  readonly host?: string
  /** 0 picks a free one. */
  readonly port: number
  /** Real sockets if left out. */
  readonly listen?: (wanted: Address) => Promise<ListeningSockets>
  readonly configs: Readonly<Record<string, string>>
  readonly clock?: Clock
  readonly timers?: Timers
  readonly random?: Random
  readonly logger?: Logger
}

export interface Broker {
  readonly address: Address
  readonly context: BrokerContext
  readonly startedAtMs: number
  /** What it has answered lately. */
  readonly requestLog: RequestLog
  connections(): ConnectionRecord[]
  /** Since the start, over all connections. Rates are averages since the questions of the last seconds. */
  traffic(): { readonly totals: TrafficTotals; readonly rates: TrafficRates }
  /** What was being written is finished and answered; parked requests end. */
  stop(): Promise<void>
}

/** What serving needs of a port. */
export type ListeningSockets = Pick<SocketServer, 'address' | 'serve' | 'stopAccepting' | 'close'>

interface Platform {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: Logger
}

const LOOPBACK = '127.0.0.1'
const MIB = 1024 * 1024

/** Resolves once clients may connect. Rejects with ConfigError, ListenError or StorageError when that cannot be. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { clock = systemClock, timers = systemTimers, random = systemRandom, logger = silentLogger } = options
  const platform: Platform = { clock, timers, random, logger }
  const configs = BrokerConfigs.from(options.configs)
  for (const name of configs.inertSettings()) logger.warn(`Setting "${name}" is accepted but has no effect in Headwater.`)
  const storage = await openStorage(options, configs, platform)
  try {
    const parts = await loadParts(storage, configs, platform)
    const { listen = (wanted: Address) => SocketServer.listen(wanted, logger) } = options
    const sockets = await listen({ host: options.host ?? LOOPBACK, port: options.port })
    return serve(sockets, { ...platform, ...parts, advertised: sockets.address })
  } catch (error) {
    await storage.close()
    throw error
  }
}

async function openStorage({ directory, disk }: Pick<BrokerOptions, 'directory' | 'disk'>, configs: BrokerConfigs, { clock, timers, logger }: Platform): Promise<Storage> {
  return Storage.open({
    directory,
    ...(disk && { disk }),
    clock,
    timers,
    logger,
    generationBytes: configs.getInt('headwater.generation.bytes'),
    quotaBytes: configs.getInt('headwater.disk.quota.bytes'),
    freeFloorBytes: configs.getInt('headwater.disk.free.floor.bytes'),
    queueBytes: configs.getInt('headwater.queue.max.bytes'),
  })
}

type Parts = Omit<BrokerContext, keyof Platform | 'advertised'>

/** Everything that comes back from disk, wired to what it announces. */
async function loadParts(storage: Storage, configs: BrokerConfigs, { clock, timers, random, logger }: Platform): Promise<Parts> {
  const identity = await ClusterIdentity.load(storage, random)
  const topics = Topics.load(storage, { clock, random, configs })
  const logs = new Logs(storage, clock)
  for (const topic of topics.all()) createLogs(logs, topic, topic.partitions)
  logs.restoreProducers()
  const groups = GroupCoordinator.load(storage, {
    clock,
    timers,
    random,
    logger,
    configs,
    topicIdOf: (name) => topics.get(name)?.topicId,
    topicNameOf: (topicId) => topics.getById(topicId)?.name,
    partitionCountOf: (name) => topics.get(name)?.partitions.length,
  })
  const fetches = new FetchPurgatory(timers)
  topics.created.on((topic) => createLogs(logs, topic, topic.partitions))
  topics.partitionsAdded.on(({ topic, partitionIds }) => createLogs(logs, topic, partitionIds))
  topics.deleted.on((topic) => {
    for (const id of topic.partitions) logs.remove(id)
    fetches.removed(topic.partitions)
  })
  storage.appended.on((partitionIds) => fetches.appended(partitionIds))
  storage.sealAfter(() => logs.generationMs())
  // State runs ahead of the disk; after a failed commit only the disk is right.
  storage.failed.on(() => {
    logs.reload()
    groups.reload()
  })
  return { nodeId: identity.nodeId, identity, configs, topics, logs, groups, storage, fetches, producerIds: new ProducerIds(storage) }
}

function createLogs(logs: Logs, topic: Topic, partitionIds: readonly number[]): void {
  for (const id of partitionIds) logs.create(id, logConfigsOf(topic.configs))
}

function serve(sockets: ListeningSockets, context: BrokerContext): Broker {
  const { clock, timers, logger, configs, groups, storage } = context
  const registry = new ConnectionRegistry(clock)
  registry.closed.on((connection) => groups.connectionClosed(connection.id))
  const requests = new Dispatch(context, handlers)
  const requestLog = new RequestLog()
  const meter = new TrafficMeter(clock)
  sockets.serve({ registry, requests, log: requestLog, congestion: storage, limits: connectionLimits(configs), clock, timers, logger })
  const stopTasks = startBackgroundTasks(context)
  let stopped: Promise<void> | undefined
  return {
    address: sockets.address,
    context,
    startedAtMs: clock.now(),
    requestLog,
    connections: () => registry.all(),
    traffic() {
      const totals = { recordsIn: storage.recordsAppended, ...registry.totals() }
      return { totals, rates: meter.rates(totals) }
    },
    async stop() {
      stopped ??= stop(context, sockets, stopTasks)
      return stopped
    },
  }
}

function connectionLimits(configs: BrokerConfigs): ConnectionLimits {
  const maxIdleMs = configs.getInt('connections.max.idle.ms')
  return {
    maxFrameBytes: configs.getInt('socket.request.max.bytes'),
    maxHandlingBytes: 8 * MIB,
    maxUnsentBytes: 8 * MIB,
    maxIdleMs: maxIdleMs < 0 ? Infinity : maxIdleMs,
  }
}

async function stop({ fetches, groups, storage }: BrokerContext, sockets: ListeningSockets, stopTasks: () => void): Promise<void> {
  stopTasks()
  sockets.stopAccepting()
  fetches.close()
  groups.close()
  await storage.finishWrites()
  await sockets.close() // before the files: a fetch may be on its way to read them
  await storage.close()
}
