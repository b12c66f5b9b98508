// A core made of plain data, served like the real one: for states that a healthy broker never shows (failures, floods, a lost connection).
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { bytesSerializer } from '../../../core/contract/bytes-serializer.ts'
import type { Connection } from '../../../core/contract/connections.ts'
import { contract } from '../../../core/contract/contract.ts'
import type { GroupDetail } from '../../../core/contract/groups.ts'
import type { BrokerStatus } from '../../../core/contract/local-broker.ts'
import type { Coverage, RecordRow, TailEvent, WholeRecord } from '../../../core/contract/messages.ts'
import type { TopicDetail } from '../../../core/contract/topics.ts'
import { servePage } from './serve-page.ts'

interface Refusal {
  code: 'CONNECTION_FAILED' | 'KAFKA_ERROR' | 'NOT_FOUND' | 'READ_ONLY'
  data: Record<string, unknown>
}

/** What the fake answers; a test changes it while the page is open. */
export interface FakeState {
  connections: Connection[]
  status: BrokerStatus
  topics: TopicDetail[]
  rows: RecordRow[]
  coverage: Coverage[]
  record: WholeRecord | null
  groups: GroupDetail[]
  /** Procedures that fail, by name: `topics.list`. */
  failing: Record<string, Refusal>
  /** Procedures that never answer. */
  hanging: Set<string>
  calls: { name: string; input: unknown }[]
  /** Sends an event to every open tail. */
  emit: (event: TailEvent) => void
}

export interface FakeCore {
  url: string
  state: FakeState
  goDown: () => Promise<void>
  /** On the same port, so that an open page finds it again. */
  comeBack: () => Promise<void>
  close: () => Promise<void>
}

export async function startFakeCore(initial: Partial<FakeState>): Promise<FakeCore> {
  const tails: Tails = new Set()
  const state: FakeState = { ...emptyState(), emit: (event) => tails.forEach((send) => send(event)), ...initial }
  const handler = new RPCHandler(routerOf(state, tails), { customJsonSerializers: [bytesSerializer] })
  const serve = async (port: number): Promise<{ port: number; stop: () => Promise<void> }> => {
    const http = createServer(servePage)
    const sockets = new WebSocketServer({ server: http, path: '/rpc' })
    sockets.on('connection', (socket) => handler.upgrade(socket, { context: {} }))
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
    const stop = async (): Promise<void> => {
      sockets.clients.forEach((socket) => socket.terminate())
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    }
    return { port: (http.address() as AddressInfo).port, stop }
  }
  let server = await serve(0)
  return {
    url: `http://127.0.0.1:${server.port}/`,
    state,
    goDown: () => server.stop(),
    comeBack: async () => void (server = await serve(server.port)),
    close: () => server.stop(),
  }
}

export const LOCAL: Connection = {
  id: 'local',
  name: 'Local broker',
  kind: 'local',
  bootstrapServers: ['127.0.0.1:9092'],
  armedUntilMs: null,
}
export const STAGING: Connection = {
  id: 'staging',
  name: 'staging',
  kind: 'remote',
  bootstrapServers: ['kafka-1.staging.example:9092'],
  armedUntilMs: null,
}

function emptyState(): Omit<FakeState, 'emit'> {
  return {
    connections: [LOCAL],
    status: {
      address: '127.0.0.1:9092',
      clusterId: 'Yc6cHkE2TSyG2p8w1a2b3g',
      dataFolder: '/home/you/.local/share/headwater',
      startedAtMs: Date.now(),
      topicCount: 0,
      partitionCount: 0,
      clients: [],
      recordsIn: 0,
      storage: { diskBytes: 1_310_720, liveBytes: 0, pinnedBytes: 0, refusingWrites: null },
    },
    topics: [],
    rows: [],
    coverage: [],
    record: null,
    groups: [],
    failing: {},
    hanging: new Set(),
    calls: [],
  }
}

type Tails = Set<(event: TailEvent) => void>

/** Every call is written down first, and may be made to hang or to fail. */
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

type Implementer = ReturnType<typeof implementerOf>

function routerOf(state: FakeState, tails: Tails) {
  const os = implementerOf(state)
  return os.router({
    connections: connectionsOf(os.connections, state),
    topics: topicsOf(os.topics, state),
    messages: messagesOf(os.messages, state, tails),
    groups: {
      list: os.groups.list.handler(() => ({ groups: state.groups, readAtMs: Date.now() })),
      describe: os.groups.describe.handler(({ input }) => ({
        ...find(state.groups, ({ groupId }) => groupId === input.groupId),
        readAtMs: Date.now(),
      })),
    },
    localBroker: {
      status: os.localBroker.status.handler(() => state.status),
      watch: os.localBroker.watch.handler(async function* ({ signal }) {
        while (!signal?.aborted) {
          yield state.status
          await new Promise((resolve) => setTimeout(resolve, 250))
        }
      }),
    },
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
    list: os.list.handler(() => state.connections),
    add: os.add.handler(({ input }) => put({ id: input.name, kind: 'remote', armedUntilMs: null, ...input })),
    remove: os.remove.handler(({ input }) => {
      state.connections = state.connections.filter(({ id }) => id !== input.connectionId)
      return {}
    }),
    test: os.test.handler(() => ({ clusterId: null, brokers: [] })),
    arm: os.arm.handler(({ input }) => put({ ...connectionOf(input.connectionId), armedUntilMs: Date.now() + input.minutes * 60_000 })),
    disarm: os.disarm.handler(({ input }) => put({ ...connectionOf(input.connectionId), armedUntilMs: null })),
  }
}

function topicsOf(os: Implementer['topics'], state: FakeState) {
  return {
    list: os.list.handler(({ input }) => ({
      topics: state.topics.filter(({ isInternal }) => input.includeInternal || !isInternal),
      readAtMs: Date.now(),
    })),
    describe: os.describe.handler(({ input }) => find(state.topics, ({ name }) => name === input.topic)),
    create: os.create.handler(({ input }) => {
      const topic = blankTopic(input.topic, input.partitionCount ?? 3)
      state.topics = [...state.topics, topic]
      return topic
    }),
    delete: os.delete.handler(({ input }) => {
      state.topics = state.topics.filter(({ name }) => name !== input.topic)
      return {}
    }),
  }
}

function messagesOf(os: Implementer['messages'], state: FakeState, tails: Tails) {
  return {
    newest: os.newest.handler(({ input }) => ({ rows: state.rows.slice(0, input.limit), coverage: state.coverage, readAtMs: Date.now() })),
    tail: os.tail.handler(({ signal }) => eventsOf(tails, signal)),
    read: os.read.handler(({ input }) => ({ ...state.record!, partition: input.partition, offset: input.offset })),
    partitionForKey: os.partitionForKey.handler(({ input }) => ({ partition: input.key.kind === 'null' ? null : 2, partitionCount: 3 })),
    produce: os.produce.handler(({ input }) => ({ partition: input.partition ?? 2, offset: 8841n, timestamp: 1n })),
  }
}

async function* eventsOf(tails: Tails, signal: AbortSignal | undefined): AsyncGenerator<TailEvent> {
  const waiting: TailEvent[] = [{ rows: [], positions: [], droppedFromView: 0, received: 0, errors: [] }]
  let wake = (): void => {}
  const send = (event: TailEvent): void => {
    waiting.push(event)
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

export function blankTopic(name: string, partitionCount: number, records = 0n): TopicDetail {
  return {
    name,
    topicId: null,
    partitionCount,
    replicationFactor: 1,
    isInternal: name.startsWith('__'),
    partitions: Array.from({ length: partitionCount }, (_, partition) => ({
      partition,
      leader: 1,
      startOffset: 0n,
      endOffset: records / BigInt(partitionCount),
      error: null,
    })),
    configs: [{ name: 'cleanup.policy', value: 'delete', source: 'DEFAULT_CONFIG', isDefault: true, readOnly: false, documentation: null }],
    readAtMs: Date.now(),
  }
}
