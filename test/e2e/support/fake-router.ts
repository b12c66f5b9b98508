// The contract over plain data: every call is written down, and may be made to hang or to fail.
import { implement } from '@orpc/server'
import type { Connection, SecurityInput } from '../../../core/contract/connections.ts'
import { contract } from '../../../core/contract/contract.ts'
import type { Coverage, ReadingEvent, RecordRow, TailEvent } from '../../../core/contract/messages.ts'
import type { TopicDetail } from '../../../core/contract/topics.ts'
import { deadLettersOf } from './sample-dead-letters.ts'
import { auditOf, replayOf } from './sample-replays.ts'
import { retriesOf } from './sample-retries.ts'
import { blankTopic, type FakeState, type Refusal } from './fake-state.ts'

export type Tails = Set<(event: Partial<TailEvent>) => void>

const implementerOf = (state: FakeState) =>
  implement(contract).use(async ({ path, next, errors }, input) => {
    const name = path.join('.')
    state.calls.push({ name, input })
    if (state.hanging.has(name)) await new Promise(() => {})
    const refusal = state.failing[name]
    if (refusal) throw (errors as DeclaredErrors)[refusal.code]({ data: refusal.data })
    return next()
  })

/** A middleware does not know the procedure it runs for, but gets its errors. */
type DeclaredErrors = Record<Refusal['code'], (options: { data: unknown }) => Error>

export type Implementer = ReturnType<typeof implementerOf>

export function fakeRouter(state: FakeState, tails: Tails) {
  const os = implementerOf(state)
  return os.router({
    connections: connectionsOf(os.connections, state),
    topics: topicsOf(os.topics, state),
    messages: messagesOf(os.messages, state, tails),
    records: recordsOf(os.records, state),
    groups: groupsOf(os.groups, state),
    deadLetters: deadLettersOf(os.deadLetters, state),
    replay: replayOf(os.replay, state),
    audit: auditOf(os.audit, state),
    retries: retriesOf(os.retries, state),
    localBroker: localBrokerOf(os.localBroker, state),
    settings: settingsOf(os.settings, state),
    streams: { acknowledge: os.streams.acknowledge.handler(() => ({})) },
    system: { info: os.system.info.handler(() => ({ version: '0.0.0', host: 'node' as const, node: process.version, pid: process.pid })) },
  })
}

const find = <T>(items: T[], matches: (item: T) => boolean): T => items.find(matches) ?? items[0]!

function connectionsOf(os: Implementer['connections'], state: FakeState) {
  const connectionOf = (id: string): Connection => find(state.connections, (connection) => connection.id === id)
  const put = (connection: Connection): Connection => {
    state.connections = [...state.connections.filter(({ id }) => id !== connection.id), connection]
    return connection
  }
  return {
    list: os.list.handler(() => ({ connections: state.connections, secretsKept: 'Passwords are kept in this computer’s keychain.' })),
    add: os.add.handler(({ input: { security, ...rest } }) =>
      put({ ...rest, id: rest.name, kind: 'remote', armedUntilMs: null, missingSecrets: [], security: shown(security) }),
    ),
    update: os.update.handler(({ input: { connectionId, security, ...rest } }) =>
      put({ ...connectionOf(connectionId), ...rest, armedUntilMs: null, security: shown(security) }),
    ),
    remove: os.remove.handler(({ input }) => {
      state.connections = state.connections.filter(({ id }) => id !== input.connectionId)
      return {}
    }),
    test: os.test.handler(() => state.report),
    enterSecrets: os.enterSecrets.handler(({ input }) => put({ ...connectionOf(input.connectionId), missingSecrets: [] })),
    arm: os.arm.handler(({ input }) => put({ ...connectionOf(input.connectionId), armedUntilMs: Date.now() + input.minutes * 60_000 })),
    disarm: os.disarm.handler(({ input }) => put({ ...connectionOf(input.connectionId), armedUntilMs: null })),
  }
}

const shown = ({ tls, sasl }: SecurityInput): Connection['security'] => ({
  tls: tls && { ...tls, hasKey: tls.key !== undefined },
  sasl: sasl && { ...sasl, hasPassword: true },
})

function topicsOf(os: Implementer['topics'], state: FakeState) {
  const topicOf = (topic: string): TopicDetail => find(state.topics, ({ name }) => name === topic)
  return {
    list: os.list.handler(({ input }) => ({
      topics: state.topics.filter(({ isInternal }) => input.includeInternal || !isInternal),
      readAtMs: Date.now(),
    })),
    glance: os.glance.handler(({ input }) => ({
      topics: state.topics
        .filter(({ name }) => input.topics.includes(name))
        .map(({ name, partitions }) => ({
          name,
          offsetSpan: partitions.reduce((sum, { endOffset }) => sum + (endOffset ?? 0n), 0n),
          lastTimestamp: BigInt(Date.now() - 4_000),
          cleanupPolicy: 'delete',
          retentionMs: 86_400_000n,
          error: null,
        })),
      readAtMs: Date.now(),
    })),
    describe: os.describe.handler(({ input }) => topicOf(input.topic)),
    create: os.create.handler(({ input }) => {
      const topic = blankTopic(input.topic, input.partitionCount ?? 3)
      state.topics = [...state.topics, topic]
      return topic
    }),
    addPartitions: os.addPartitions.handler(({ input }) => ({ ...topicOf(input.topic), partitionCount: input.totalCount })),
    delete: os.delete.handler(({ input }) => {
      state.topics = state.topics.filter(({ name }) => name !== input.topic)
      return {}
    }),
  }
}

function messagesOf(os: Implementer['messages'], state: FakeState, tails: Tails) {
  return {
    browse: os.browse.handler(async function* ({ input }) {
      yield pageOf(state.rows, input.start.kind === 'continue' ? input.start.coverage : null, input.filter, input.limit)
    }),
    tail: os.tail.handler(({ signal }) => eventsOf(tails, signal)),
    partitionForKey: os.partitionForKey.handler(({ input }) => ({ partition: input.key.kind === 'null' ? null : 2, partitionCount: 3 })),
    produce: os.produce.handler(({ input }) => ({ partition: input.partition ?? 2, offset: 8841n, timestamp: 1n })),
    produceMany: os.produceMany.handler(async function* ({ input }) {
      const latest = [{ partition: 2, offset: 8841n, timestamp: 1n }]
      yield { acknowledged: input.count, failed: 0, failure: null, latest, done: true }
    }),
  }
}

const PARTITIONS = [0, 1, 2]

/** Backwards, as a reading of the newest records goes; `from` is where the one before stopped. */
function pageOf(rows: readonly RecordRow[], from: readonly Coverage[] | null, text: string, limit: number): ReadingEvent {
  const below = new Map(from?.map(({ partition, fromOffset }) => [partition, fromOffset]))
  const left = rows.filter(({ partition, offset }) => offset < (below.get(partition) ?? offset + 1n))
  const found = left.filter((row) => contains(row, /^key = "(.*)"$/.exec(text)?.[1] ?? text))
  const page = found.slice(0, limit)
  const isComplete = page.length === found.length
  const coverage = PARTITIONS.map((partition) => {
    const offsets = rows.filter((row) => row.partition === partition).map(({ offset }) => offset)
    const [startOffset, endOffset] = [offsets.at(-1) ?? 0n, (offsets[0] ?? -1n) + 1n]
    const last = page.findLast((row) => row.partition === partition)
    const fromOffset = isComplete ? startOffset : (last?.offset ?? below.get(partition) ?? endOffset)
    return { partition, startOffset, endOffset, fromOffset, toOffset: endOffset, error: null }
  })
  const counts = { scannedRecords: page.length, scannedBytes: page.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0), hiddenRecords: 0, failedTests: 0, firstFailedTest: null }
  return { rows: page, coverage, ...counts, ended: isComplete ? 'complete' : 'limit', readAtMs: Date.now() }
}

const contains = ({ key, value }: RecordRow, text: string): boolean =>
  [key, value].some((preview) => text === '' || ('text' in preview && preview.text.includes(text)))

async function* eventsOf(tails: Tails, signal: AbortSignal | undefined): AsyncGenerator<TailEvent> {
  const nothing: TailEvent = { rows: [], positions: [], droppedFromView: 0, received: 0, matched: 0, errors: [] }
  const waiting: TailEvent[] = [nothing]
  let wake = (): void => {}
  const send = (event: Partial<TailEvent>): void => {
    waiting.push({ ...nothing, matched: event.received ?? 0, ...event })
    wake()
  }
  tails.add(send)
  signal?.addEventListener('abort', () => wake())
  try {
    while (!signal?.aborted) {
      const event = waiting.shift()
      if (event) yield event
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    tails.delete(send)
  }
}

function recordsOf(os: Implementer['records'], state: FakeState) {
  const textOf = (): string => (state.record?.value.kind === 'null' ? '' : (state.record?.value.text ?? ''))
  return {
    read: os.read.handler(({ input }) => ({ ...state.record!, partition: input.partition, offset: input.offset })),
    chunk: os.chunk.handler(({ input }) => {
      const bytes = new TextEncoder().encode(textOf())
      return { bytes: bytes.subarray(input.fromByte, input.fromByte + input.maxBytes), sizeBytes: bytes.length }
    }),
    lines: os.lines.handler(({ input }) => {
      const lines = textOf().split('\n')
      const asked = lines.slice(input.fromLine, input.fromLine + input.maxLines)
      return { lines: asked.map((text) => ({ atByte: 0, text, continues: false })), totalLines: lines.length }
    }),
    find: os.find.handler(({ input }) => {
      const line = textOf().split('\n').findIndex((text) => text.includes(input.text))
      return line < 0 ? null : { line, column: 0 }
    }),
  }
}

function groupsOf(os: Implementer['groups'], state: FakeState) {
  return {
    list: os.list.handler(() => ({
      groups: state.groups.map(({ groupId, state: word, protocolType, type }) => ({ groupId, state: word, protocolType, type })),
      readAtMs: Date.now(),
    })),
    glance: os.glance.handler(({ input }) => ({
      groups: state.groups
        .filter(({ groupId }) => input.groupIds.includes(groupId))
        .map(({ groupId, state: word, members, partitions }) => ({
          groupId,
          state: word,
          memberCount: members.length,
          topics: [...new Set(partitions.map(({ topic }) => topic))],
          lag: partitions.reduce((sum, { lag }) => sum + (lag ?? 0n), 0n),
          unknownPartitions: partitions.filter(({ lag }) => lag === null).length,
          error: null,
        })),
      readAtMs: Date.now(),
    })),
    describe: os.describe.handler(({ input }) => ({ ...find(state.groups, ({ groupId }) => groupId === input.groupId), readAtMs: Date.now() })),
  }
}

function localBrokerOf(os: Implementer['localBroker'], state: FakeState) {
  return {
    status: os.status.handler(() => state.status),
    watch: os.watch.handler(async function* ({ signal }) {
      while (!signal?.aborted) {
        yield state.status
        await new Promise((resolve) => setTimeout(resolve, 250))
      }
    }),
    requests: os.requests.handler(async function* ({ signal }) {
      yield { requests: state.requests, skipped: 0, capacity: 1_000 }
      await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
    }),
    applyRetention: os.applyRetention.handler(() => ({ partitions: 3, removedBytes: 12_582_912, freedBytes: 10_485_760 })),
    compact: os.compact.handler(() => ({ partitions: 0, removedBytes: 0, freedBytes: 0 })),
    security: os.security.handler(() => state.security),
    setUser: os.setUser.handler(({ input: { name } }) => (state.security = { ...state.security, users: [...new Set([...state.security.users, name])] })),
    removeUser: os.removeUser.handler(({ input: { name } }) => (state.security = { ...state.security, users: state.security.users.filter((user) => user !== name) })),
    addRule: os.addRule.handler(({ input }) => (state.security = { ...state.security, rules: [...state.security.rules, input] })),
    removeRule: os.removeRule.handler(({ input }) => (state.security = { ...state.security, rules: state.security.rules.filter((rule) => JSON.stringify(rule) !== JSON.stringify(input)) })),
    loadDemo: os.loadDemo.handler(() => {
      state.topics = [blankTopic('orders', 3, 300n), blankTopic('payments', 3, 200n)]
      return { topics: ['orders', 'payments'], records: 500, groups: ['billing'] }
    }),
    removeDemo: os.removeDemo.handler(() => ({ topics: state.topics.splice(0).map(({ name }) => name), groups: [] })),
  }
}

function settingsOf(os: Implementer['settings'], state: FakeState) {
  const listeners = new Set<() => void>()
  const put = (next: Partial<FakeState['settings']>): FakeState['settings'] => {
    state.settings = { ...state.settings, ...next }
    for (const listener of listeners) listener()
    return state.settings
  }
  return {
    watch: os.watch.handler(async function* ({ signal }) {
      while (!signal?.aborted) {
        yield state.settings
        await new Promise<void>((resolve) => {
          listeners.add(resolve)
          signal?.addEventListener('abort', () => resolve())
        })
      }
    }),
    change: os.change.handler(({ input }) => put({ settings: { ...state.settings.settings, ...defined(input) } })),
    reset: os.reset.handler(() => state.settings),
    dismissProblem: os.dismissProblem.handler(() => put({ problem: null })),
  }
}

/** Fields that are absent change nothing. */
const defined = <T extends object>(input: T): { [Name in keyof T]: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as never
