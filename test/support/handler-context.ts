// Calls a handler as dispatch would, through the bytes of a given version, on real topics in a real store; no sockets.
import { FetchPurgatory } from '../../core/broker/delayed/fetch-purgatory.ts'
import { LeveledLogger } from '../../core/base/leveled-logger.ts'
import { silentLogger } from '../../core/base/logger.ts'
import { seededRandom } from '../../core/base/random.ts'
import type { BrokerContext } from '../../core/broker/broker-context.ts'
import { type ConnectionInfo, LastAnswer, type RegisteredHandler } from '../../core/broker/handler.ts'
import type { Listener } from '../../core/broker/listeners.ts'
import { loadSecurity, type Security } from '../../core/broker/security.ts'
import { handlers } from '../../core/broker/handlers/index.ts'
import { FetchSessions } from '../../core/broker/fetch/fetch-sessions.ts'
import { loadQuotas } from '../../core/broker/quotas/load-quotas.ts'
import { logConfigsOf } from '../../core/broker/topic-log-configs.ts'
import { Logs } from '../../core/log/logs.ts'
import { ProducerIds } from '../../core/log/producer-ids.ts'
import { BrokerConfigs } from '../../core/metadata/broker-configs.ts'
import { ClusterIdentity } from '../../core/metadata/cluster-identity.ts'
import { Features } from '../../core/metadata/features.ts'
import { NEWEST_RELEASE } from '../../core/metadata/kafka-releases.ts'
import { loadConfigs } from '../../core/metadata/load-configs.ts'
import { supportedFeatures } from '../../core/metadata/supported-features.ts'
import { Retries } from '../../core/retries/retries.ts'
import { Topics } from '../../core/metadata/topics.ts'
import type { Api } from '../../core/protocol/define-api.ts'
import { groupOffsetsTable } from '../../core/storage/tables.ts'
import { openTestStorage, type TestStorage } from './storage.ts'

export interface TestContext {
  readonly context: BrokerContext
  readonly store: TestStorage
  readonly topics: Topics
  readonly fetches: FetchPurgatory
  /** Whose calls they are; `sasl` once it came by a listener that asks for a sign-in. */
  readonly caller: { -readonly [K in keyof ConnectionInfo]: ConnectionInfo[K] }
  newSession: Security['newSession']
  /** Closes the connection that calls come from. */
  disconnect(): void
  /** What the coordinator was told of deletions, in order. */
  readonly groupLog: string[]
  /** Encodes, decodes and handles the request and gives back what a client would decode. */
  call<Req, Res, ReqIn, ResOut>(api: Api<Req, Res, ReqIn, ResOut>, handler: RegisteredHandler, version: number, request: ReqIn): Promise<ResOut>
  close(): Promise<void>
}

/** Everything but groups is real; of the coordinator there is what deleting a topic needs. */
export async function openTestContext(settings: Record<string, string> = {}): Promise<TestContext> {
  const store = await openTestStorage()
  const configs = BrokerConfigs.from(settings)
  const random = seededRandom(7)
  const { storage, time } = store
  const topics = Topics.load(storage, { clock: time, random, configs })
  const identity = await ClusterIdentity.load(storage, random)
  const logger = new LeveledLogger(silentLogger)
  const features = Features.load(storage, supportedFeatures(NEWEST_RELEASE.features, handlers.map(({ api }) => api)))
  const configParts = loadConfigs(storage, { nodeId: identity.nodeId, configs, topics, features, logger })
  const groupLog: string[] = []
  const closing = new AbortController()
  const groups = {
    topicDeletion: ({ name, partitions }: { name: string; partitions: readonly number[] }) => ({
      writes: partitions.map((_, partition) => groupOffsetsTable.remove({ groupId: 'billing', topic: name, partition })),
      apply: () => groupLog.push(name),
    }),
  }
  const advertised = { host: '127.0.0.1', port: 19092 }
  const listeners: readonly Listener[] = [{ name: 'PLAINTEXT', protocol: 'PLAINTEXT', advertised }]
  const { acls, credentials, authorizer, newSession } = loadSecurity(storage, configs, undefined, { clock: time, random })
  const logs = new Logs(storage, time)
  const fetches = new FetchPurgatory(time)
  const fetchSessions = new FetchSessions({ clock: time, random, maxSessions: () => configs.getInt('max.incremental.fetch.session.cache.slots') })
  topics.created.on((topic) => {
    for (const id of topic.partitions) logs.create(id, logConfigsOf(topic.configs))
  })
  topics.deleted.on((topic) => {
    for (const id of topic.partitions) logs.remove(id)
    fetches.removed(topic.partitions)
  })
  storage.appended.on((partitionIds) => fetches.appended(partitionIds))
  storage.failed.on(() => logs.reload())
  const producerIds = new ProducerIds(storage)
  const retries = Retries.load({ storage, topics, logs, clock: time, timers: time, random, logger })
  const parts = { logs, retries, fetches, fetchSessions, producerIds, nodeId: identity.nodeId, identity, advertised, listeners, acls, credentials, ...(authorizer && { authorizer }), clock: time, timers: time, random, logger, configs, ...configParts, features, topics, storage, groups, ...loadQuotas(storage, { clock: time, configs }) }
  const context = parts as unknown as BrokerContext
  const caller: TestContext['caller'] = { ...connection, closed: closing.signal }
  return {
    context,
    store,
    caller,
    newSession,
    topics,
    groupLog,
    fetches,
    disconnect: () => closing.abort(),
    async call(api, handler, version, request) {
      const decoded = api.decodeRequest(version, api.encodeRequest(version, request))
      const requestContext = { broker: context, apiVersion: version, correlationId: 1, clientId: 'test', requestBytes: REQUEST_BYTES, connection: caller }
      const answer = await handler.handle(decoded, requestContext)
      const body = answer instanceof LastAnswer ? (answer.answer as unknown) : answer
      if (typeof answer === 'symbol') throw new Error(`${api.name} answered ${String(answer)}`)
      return api.decodeResponse(version, Buffer.concat(api.encodeResponse(version, body as never)))
    },
    close: () => {
      retries.close()
      return store.close()
    },
  }
}

/** What every request weighs for quotas. */
export const REQUEST_BYTES = 1_000

const connection: Omit<ConnectionInfo, 'closed'> = {
  id: 1,
  remoteAddress: '127.0.0.1',
  remotePort: 50_000,
  principal: 'User:ANONYMOUS',
  mutedUntilMs: 0,
  clientSoftwareName: 'test',
  clientSoftwareVersion: '1',
}

/** [2, 3, …]: every version of an API from `first` on, for `describe.each`. */
export function versions(api: { minVersion: number; maxVersion: number }, first = api.minVersion, last = api.maxVersion): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

/** From here on every client is refused whatever it asks for. */
export function refuseEverything({ context }: TestContext): void {
  ;(context as { authorizer: BrokerContext['authorizer'] }).authorizer = { isAllowed: () => false, isAllowedOnAny: () => false }
}
