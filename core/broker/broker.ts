// The broker, put together and taken apart: what it is made of, in the order of its start.
import { type Clock, systemClock } from '../base/clock.ts'
import { LeveledLogger } from '../base/leveled-logger.ts'
import { type Logger, silentLogger } from '../base/logger.ts'
import { type Random, systemRandom } from '../base/random.ts'
import { systemTimers, type Timers } from '../base/timers.ts'
import { GroupCoordinator } from '../groups/group-coordinator.ts'
import { LogCleaner } from '../log/log-cleaner.ts'
import { Logs } from '../log/logs.ts'
import { ProducerIds } from '../log/producer-ids.ts'
import { BrokerConfigs } from '../metadata/broker-configs.ts'
import { ClusterIdentity } from '../metadata/cluster-identity.ts'
import { Features } from '../metadata/features.ts'
import { NEWEST_RELEASE } from '../metadata/kafka-releases.ts'
import { loadConfigs } from '../metadata/load-configs.ts'
import { supportedFeatures } from '../metadata/supported-features.ts'
import { type Topic, Topics } from '../metadata/topics.ts'
import { Retries } from '../retries/retries.ts'
import type { Disk } from '../storage/disk.ts'
import { Storage } from '../storage/storage.ts'
import { handlersAs, playedRelease } from './as-version.ts'
import { startBackgroundTasks } from './background-tasks.ts'
import type { BrokerContext } from './broker-context.ts'
import { FetchPurgatory } from './delayed/fetch-purgatory.ts'
import { Dispatch } from './dispatch.ts'
import { closeDoors, type Door, type InsiderAccess, type Listen, openDoors, openInsiderDoor } from './doors.ts'
import { FetchSessions } from './fetch/fetch-sessions.ts'
import { handlers } from './handlers/index.ts'
import { type Address, type ListenerSpec, type SecurityProtocol, usesTls } from './listeners.ts'
import { loadTransactions } from './load-transactions.ts'
import type { ConnectionLimits } from './network/connection.ts'
import { type ConnectionRecord, ConnectionRegistry } from './network/connection-registry.ts'
import { SocketServer } from './network/socket-server.ts'
import { loadQuotas } from './quotas/load-quotas.ts'
import { RequestLog } from './request-log.ts'
import { loadSecurity, type Security } from './security.ts'
import { loadTls } from './tls-settings.ts'
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
  /** Of that port; PLAINTEXT if left out. */
  readonly securityProtocol?: SecurityProtocol
  /** Further ports, each with its own security protocol. */
  readonly listeners?: readonly ListenerSpec[]
  /** A user of this process, let in by a port of its own where everybody else must sign in, and allowed everything. */
  readonly insider?: string
  /** Real sockets if left out. */
  readonly listen?: Listen
  readonly configs: Readonly<Record<string, string>>
  readonly clock?: Clock
  readonly timers?: Timers
  readonly random?: Random
  readonly logger?: Logger
}

export interface Broker {
  /** Of the first listener; all of them are in the context. */
  readonly address: Address
  /** null where nobody must sign in, or no insider was named. */
  readonly insider: InsiderAccess | null
  /** What clients of TLS listeners are told to trust, where the certificate was made here. */
  readonly authorityFile: string | null
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

interface Platform {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly logger: LeveledLogger
}

const LOOPBACK = '127.0.0.1'
const MIB = 1024 * 1024

/** Resolves once clients may connect. Rejects with ConfigError, ListenError or StorageError when that cannot be. */
export async function startBroker(options: BrokerOptions): Promise<Broker> {
  const { clock = systemClock, timers = systemTimers, random = systemRandom } = options
  const logger = new LeveledLogger(options.logger ?? silentLogger)
  const platform: Platform = { clock, timers, random, logger }
  const configs = BrokerConfigs.from(options.configs)
  for (const name of configs.inertSettings()) logger.warn(`Setting "${name}" is accepted but has no effect in Headwater.`)
  const storage = await openStorage(options, configs, platform)
  try {
    const security = loadSecurity(storage, configs, options.insider, platform)
    const parts = await loadParts(storage, configs, platform)
    const entrance = await openEntrance(options, configs, security, platform)
    const listeners = entrance.doors.map(({ listener }) => listener)
    const { acls, credentials, authorizer } = security
    const guarded = { acls, credentials, ...(authorizer && { authorizer }) }
    return serve(entrance, { ...platform, ...parts, ...guarded, listeners, advertised: listeners[0]!.advertised })
  } catch (error) {
    await storage.close()
    throw error
  }
}

/** Every way into the broker. */
interface Entrance {
  readonly doors: readonly Door[]
  readonly insiderDoor: (Door & { readonly access: InsiderAccess }) | null
  readonly authorityFile: string | null
}

async function openEntrance(options: BrokerOptions, configs: BrokerConfigs, security: Security, platform: Platform): Promise<Entrance> {
  const { host = LOOPBACK, port, securityProtocol: protocol = 'PLAINTEXT', listeners = [], directory, insider } = options
  const specs = [{ name: protocol, protocol, host, port }, ...listeners]
  const tls = specs.some((spec) => usesTls(spec.protocol)) ? await loadTls(configs, directory, platform) : null
  const { listen = (wanted, settings) => SocketServer.listen(wanted, platform.logger, settings) } = options
  const doors = await openDoors(specs, tls?.settings ?? null, security, listen)
  const isGuarded = protocol !== 'PLAINTEXT' || security.authorizer !== undefined
  try {
    const insiderDoor = insider !== undefined && isGuarded ? await openInsiderDoor(insider, security, platform.random.bytes(24).toString('base64url')) : null
    return { doors, insiderDoor, authorityFile: tls?.authorityFile ?? null }
  } catch (error) {
    await closeDoors(doors)
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
    noMetaSync: configs.get('headwater.durability') === 'no-meta-sync',
    lingerMs: configs.get('headwater.durability') === 'linger' ? configs.getInt('headwater.linger.ms') : 0,
  })
}

type Parts = Omit<BrokerContext, keyof Platform | 'advertised' | 'listeners' | 'acls' | 'credentials' | 'authorizer'>

/** Everything that comes back from disk, wired to what it announces. */
async function loadParts(storage: Storage, configs: BrokerConfigs, { clock, timers, random, logger }: Platform): Promise<Parts> {
  const identity = await ClusterIdentity.load(storage, random)
  const topics = Topics.load(storage, { clock, random, configs })
  const release = playedRelease(configs)
  const served = handlersAs(handlers, release).map(({ api }) => api)
  const features = Features.load(storage, supportedFeatures((release ?? NEWEST_RELEASE).features, served))
  const configParts = loadConfigs(storage, { nodeId: identity.nodeId, configs, topics, features, logger })
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
    topicNames: () => topics.names(),
    groupConfigs: configParts.groupConfigs,
  })
  const producerIds = new ProducerIds(storage)
  const transactions = loadTransactions(storage, { clock, logger, configs, features, topics, logs, groups, producerIds })
  const fetches = new FetchPurgatory(timers)
  const fetchSessions = new FetchSessions({ clock, random, maxSessions: () => configs.getInt('max.incremental.fetch.session.cache.slots') })
  topics.created.on((topic) => {
    createLogs(logs, topic, topic.partitions)
    groups.topicChanged(topic.name)
  })
  topics.partitionsAdded.on(({ topic, partitionIds }) => {
    createLogs(logs, topic, partitionIds)
    groups.topicChanged(topic.name)
  })
  topics.deleted.on((topic) => {
    for (const id of topic.partitions) logs.remove(id)
    fetches.removed(topic.partitions)
    groups.topicChanged(topic.name)
  })
  const retries = Retries.load({ storage, topics, logs, clock, timers, random, logger })
  retries.appeared.on((partitionIds) => fetches.appended(partitionIds))
  storage.appended.on((partitionIds) => fetches.appended(partitionIds))
  storage.sealAfter(() => logs.generationMs())
  storage.bound((partitionId) => logs.extentLimits(partitionId), () => logs.isSizeBounded())
  storage.extentsEnded.on((partitionIds) => {
    logs.applyRetention(partitionIds).catch((error: unknown) => logger.error('Deleting expired records failed and will be tried again', error))
  })
  const cleaner = new LogCleaner({
    logs,
    storage,
    clock,
    isCompacting: () => configs.getBoolean('log.cleaner.enable'),
    maxKeyBytes: () => configs.getInt('log.cleaner.dedupe.buffer.size'),
  })
  // State runs ahead of the disk; after a failed commit only the disk is right.
  storage.failed.on(() => {
    logs.reload()
    groups.reload()
    transactions.reload()
  })
  return { nodeId: identity.nodeId, identity, configs, ...configParts, features, topics, logs, groups, transactions, storage, retries, cleaner, fetches, fetchSessions, producerIds, ...loadQuotas(storage, { clock, configs }) }
}

function createLogs(logs: Logs, topic: Topic, partitionIds: readonly number[]): void {
  for (const id of partitionIds) logs.create(id, logConfigsOf(topic.configs))
}

function serve({ doors, insiderDoor, authorityFile }: Entrance, context: BrokerContext): Broker {
  const { clock, timers, logger, configs, groups, storage } = context
  const registry = new ConnectionRegistry(clock)
  registry.closed.on((connection) => groups.connectionClosed(connection.id))
  const requests = new Dispatch(context, handlersAs(handlers, playedRelease(configs)))
  const requestLog = new RequestLog()
  const meter = new TrafficMeter(clock)
  const allDoors = insiderDoor === null ? doors : [...doors, insiderDoor]
  const deps = { registry, requests, log: requestLog, congestion: storage, limits: connectionLimits(configs), clock, timers, logger }
  for (const { sockets, arrivalOf } of allDoors) sockets.serve({ ...deps, arrivalOf })
  const stopTasks = startBackgroundTasks(context)
  let stopped: Promise<void> | undefined
  return {
    address: doors[0]!.sockets.address,
    insider: insiderDoor?.access ?? null,
    authorityFile,
    context,
    startedAtMs: clock.now(),
    requestLog,
    connections: () => registry.all(),
    traffic() {
      const totals = { recordsIn: storage.recordsAppended, ...registry.totals() }
      return { totals, rates: meter.rates(totals) }
    },
    async stop() {
      stopped ??= stop(context, allDoors, stopTasks)
      return stopped
    },
  }
}

function connectionLimits(configs: BrokerConfigs): ConnectionLimits {
  const maxIdleMs = configs.getInt('connections.max.idle.ms')
  return {
    maxFrameBytes: configs.getInt('socket.request.max.bytes'),
    maxUnknownFrameBytes: configs.getInt('sasl.server.max.receive.size'),
    maxHandlingBytes: 8 * MIB,
    maxUnsentBytes: 8 * MIB,
    maxIdleMs: maxIdleMs < 0 ? Infinity : maxIdleMs,
  }
}

async function stop({ fetches, groups, retries, cleaner, storage }: BrokerContext, doors: readonly Door[], stopTasks: () => void): Promise<void> {
  stopTasks()
  for (const { sockets } of doors) sockets.stopAccepting()
  retries.close()
  fetches.close()
  groups.close()
  await cleaner.stop()
  await storage.finishWrites()
  await closeDoors(doors) // before the files: a fetch may be on its way to read them
  await storage.close()
}
