// One Kafka cluster as Headwater speaks to it: finds brokers, leaders and coordinators, and asks again after they move.
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Timers } from '../base/timers.ts'
import { type ErrorName, errorOf, KafkaError, kafkaError } from '../protocol/error-codes.ts'
import { Metadata } from '../protocol/messages/metadata.ts'
import { type BrokerAddress, formatBrokerAddress } from './bootstrap-address.ts'
import type { ClientIdentity, SocketOptions } from './broker-socket.ts'
import { type ClusterBroker, type ClusterMetadata, clusterMetadataOf, type TopicMetadata } from './cluster-metadata.ts'
import { type ClusterSecurity, PLAINTEXT } from './cluster-security.ts'
import { advertisedUnreachable, ConnectionFailed } from './connection-errors.ts'
import { pause } from './pause.ts'
import { type ClientApi, RequestLane, type RequestOptions } from './request-lane.ts'

export interface ClusterConnectionOptions {
  /** At least one. */
  readonly bootstrapServers: readonly BrokerAddress[]
  readonly identity: ClientIdentity
  /** In plain and not signed in if absent. */
  readonly security?: ClusterSecurity
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly connectTimeoutMs?: number
  readonly requestTimeoutMs?: number
  readonly onStep?: NonNullable<SocketOptions['onStep']>
}

/** What each socket of the cluster is opened with. */
export function socketOptions({ identity, security = PLAINTEXT, timers, random, onStep, connectTimeoutMs = 5_000, requestTimeoutMs = 30_000 }: ClusterConnectionOptions): SocketOptions {
  return { identity, security, timers, random, connectTimeoutMs, requestTimeoutMs, ...(onStep && { onStep }) }
}

/** Who answers: a broker by its id, or whichever can be reached. */
export type Target = number | 'any' | 'controller'

/** Errors that a second look at the metadata cures: somebody else leads, controls or coordinates now. */
const MOVED: ReadonlySet<ErrorName> = new Set<ErrorName>([
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_OR_FOLLOWER',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'UNKNOWN_TOPIC_ID',
  'NOT_CONTROLLER',
  'NOT_COORDINATOR',
  'COORDINATOR_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
])
const RETRIES = 5
const RETRY_DELAY_MS = 100

export class ClusterConnection {
  readonly clock: Clock
  readonly timers: Timers
  readonly random: Random
  readonly #bootstrapServers: readonly BrokerAddress[]
  readonly #laneOptions: SocketOptions
  readonly #calls: RequestLane
  readonly #lanes = new Set<RequestLane>()
  /** Brokers and controller as last told; asked for anew when one cannot be reached. */
  #known: ClusterMetadata | undefined

  constructor(options: ClusterConnectionOptions) {
    this.clock = options.clock
    this.timers = options.timers
    this.random = options.random
    this.#bootstrapServers = options.bootstrapServers
    this.#laneOptions = socketOptions(options)
    this.#calls = this.openLane()
  }

  /** Sockets of its own for requests that wait long. Close it when done. */
  openLane(): RequestLane {
    const lane = new RequestLane(this.#laneOptions)
    this.#lanes.add(lane)
    return lane
  }

  async closeLane(lane: RequestLane): Promise<void> {
    this.#lanes.delete(lane)
    await lane.close()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#lanes].map(async (lane) => this.closeLane(lane)))
  }

  /** `topics`: their names; null for all. Never creates a topic. */
  async metadata(topics: readonly string[] | null): Promise<ClusterMetadata> {
    const body = { topics: topics?.map((name) => ({ name })) ?? null, allowAutoTopicCreation: false }
    const metadata = clusterMetadataOf(await this.#askAny(Metadata, body))
    this.#known = metadata
    return metadata
  }

  /** Rejects KafkaError UNKNOWN_TOPIC_OR_PARTITION where there is none of this name. */
  async topic(name: string): Promise<TopicMetadata> {
    const { topics } = await this.metadata([name])
    const topic = topics.find((candidate) => candidate.name === name)
    if (!topic || topic.errorCode !== 0) throw topicError(name, topic?.errorCode ?? 3)
    return topic
  }

  async brokers(): Promise<readonly ClusterBroker[]> {
    return [...(await this.#cluster()).brokers.values()]
  }

  async request<ReqIn, ResOut>(
    target: Target,
    api: ClientApi<ReqIn, ResOut>,
    body: NoInfer<ReqIn>,
    options: RequestOptions & { lane?: RequestLane } = {},
  ): Promise<ResOut> {
    if (target === 'any') return this.#askAny(api, body, options)
    const cluster = await this.#cluster()
    const nodeId = target === 'controller' ? cluster.controllerId : target
    const broker = cluster.brokers.get(nodeId) ?? (await this.metadata([])).brokers.get(nodeId)
    if (!broker) throw kafkaError('BROKER_NOT_AVAILABLE', `The cluster has no broker ${nodeId} at the moment.`)
    try {
      return await (options.lane ?? this.#calls).request(broker, api, body, options)
    } catch (error) {
      this.#known = undefined
      throw error instanceof ConnectionFailed && isBeforeRequest(error) ? advertisedUnreachable(nodeId, broker, error) : error
    }
  }

  /** Runs `attempt` again after errors that tell that a leader, controller or coordinator has moved or is being elected. */
  async retrying<T>(attempt: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt()
      } catch (error) {
        if (!hasMoved(error) || tries > RETRIES) throw error
        this.#known = undefined
        await this.pause(RETRY_DELAY_MS * tries)
      }
    }
  }

  pause(delayMs: number, signal?: AbortSignal): Promise<void> {
    return pause(this.timers, delayMs, signal)
  }

  async #cluster(): Promise<ClusterMetadata> {
    return this.#known ?? this.metadata([])
  }

  /** Bootstrap servers first: they are what a person has typed in, so their failure is the one worth telling. */
  async #askAny<ReqIn, ResOut>(api: ClientApi<ReqIn, ResOut>, body: NoInfer<ReqIn>, options: RequestOptions & { lane?: RequestLane } = {}): Promise<ResOut> {
    let first: unknown
    for (const address of this.#candidates()) {
      try {
        return await (options.lane ?? this.#calls).request(address, api, body, options)
      } catch (error) {
        first ??= error
        if (!(error instanceof ConnectionFailed)) throw error
      }
    }
    throw first
  }

  #candidates(): BrokerAddress[] {
    const all = [...this.#bootstrapServers, ...(this.#known?.brokers.values() ?? [])]
    return [...new Map(all.map((address) => [formatBrokerAddress(address), address])).values()]
  }
}

/** An error code that a topic or partition came with, as a person would say it. */
export function topicError(topic: string, code: number): KafkaError {
  const { name, sentence } = errorOf(code)
  const message = name === 'UNKNOWN_TOPIC_OR_PARTITION' ? `There is no topic "${topic}".` : `Topic "${topic}": ${sentence}`
  return new KafkaError(errorOf(code), message)
}

export function hasMoved(error: unknown): boolean {
  return error instanceof KafkaError && MOVED.has(error.errorName)
}

function isBeforeRequest({ step }: ConnectionFailed): boolean {
  return step === 'resolve' || step === 'connect' || step === 'tls' || step === 'sasl' || step === 'api-versions'
}
