// A member of a consumer group (KIP-848) that behaves as a client does: it owns what it was told, and says so after it has changed.
import { KafkaError } from '../../core/protocol/error-codes.ts'
import type { HeartbeatRequest } from '../../core/groups/consumer/check-heartbeat.ts'
import type { HeartbeatResponse } from '../../core/groups/consumer/consumer-group-heartbeat.ts'
import { context, GROUP, type TestGroups, type Tracked, track } from './group-coordinator.ts'

export interface ConsumerOptions {
  instanceId: string | null
  topics: string[] | null
  regex: string | null
  serverAssignor: string | null
  rebalanceTimeoutMs: number
  groupId: string
  version: number
}

export class TestConsumer {
  readonly name: string
  readonly groupId: string
  readonly instanceId: string | null
  readonly version: number
  topics: string[] | null
  regex: string | null
  serverAssignor: string | null
  rebalanceTimeoutMs: number
  memberId: string
  epoch = 0
  /** `topic id/partition`, sorted. */
  owned: string[] = []
  readonly #groups: TestGroups

  constructor(groups: TestGroups, name: string, options: Partial<ConsumerOptions> = {}) {
    this.#groups = groups
    this.name = name
    this.memberId = `id of ${name}`
    this.groupId = options.groupId ?? GROUP
    this.instanceId = options.instanceId ?? null
    this.topics = options.topics === undefined ? (options.regex === undefined ? ['orders'] : null) : options.topics
    this.regex = options.regex ?? null
    this.serverAssignor = options.serverAssignor ?? null
    this.rebalanceTimeoutMs = options.rebalanceTimeoutMs ?? 60_000
    this.version = options.version ?? 1
  }

  /** One request as it is, and nothing of the answer taken over. */
  send(changes: Partial<HeartbeatRequest> = {}): Promise<HeartbeatResponse> {
    const request: HeartbeatRequest = {
      groupId: this.groupId,
      memberId: this.memberId,
      memberEpoch: this.epoch,
      instanceId: this.instanceId,
      rackId: null,
      rebalanceTimeoutMs: -1,
      subscribedTopicNames: null,
      subscribedTopicRegex: null,
      serverAssignor: null,
      topicPartitions: null,
      ...changes,
    }
    return this.#groups.coordinator.consumerGroupHeartbeat(request, { ...context(this.version), clientId: this.name })
  }

  /** Begins, or begins again, with everything that a member says of itself. */
  async join(changes: Partial<HeartbeatRequest> = {}): Promise<HeartbeatResponse> {
    this.epoch = 0
    this.owned = []
    return this.#settle(this.send({ ...this.#description, memberEpoch: 0, topicPartitions: [], ...changes }))
  }

  /** Says that it is alive, and what it owns. */
  async beat(changes: Partial<HeartbeatRequest> = {}): Promise<HeartbeatResponse> {
    return this.#settle(this.send({ topicPartitions: listed(this.owned), ...changes }))
  }

  /** Says that it is alive and nothing else, which acknowledges nothing. */
  async quietBeat(): Promise<HeartbeatResponse> {
    return this.#settle(this.send())
  }

  /** Changes its subscription. */
  async subscribe(topics: string[]): Promise<HeartbeatResponse> {
    this.topics = topics
    return this.beat({ subscribedTopicNames: topics })
  }

  async leave(memberEpoch = -1): Promise<HeartbeatResponse> {
    return this.#settle(this.send({ memberEpoch }))
  }

  /** The error code of a request. */
  async code(asking: Promise<HeartbeatResponse>): Promise<number> {
    const tracked = track(asking.then(({ errorCode }) => errorCode, codeOf))
    await this.#groups.time.advance(0)
    return tracked.promise
  }

  get #description() {
    const { topics, regex, serverAssignor, rebalanceTimeoutMs } = this
    return { subscribedTopicNames: topics, subscribedTopicRegex: regex, serverAssignor, rebalanceTimeoutMs }
  }

  async #settle(asking: Promise<HeartbeatResponse>): Promise<HeartbeatResponse> {
    const tracked: Tracked<HeartbeatResponse | Error> = track(asking.catch((error: Error) => error))
    await this.#groups.time.advance(0)
    const response = await tracked.promise
    if (response instanceof Error) throw response
    this.epoch = Math.max(0, response.memberEpoch)
    this.memberId = response.memberId ?? this.memberId
    if (response.assignment) this.owned = flat(response.assignment.topicPartitions)
    return response
  }
}

export function codeOf(error: unknown): number {
  if (!(error instanceof KafkaError)) throw error
  return error.code
}

export function flat(lists: readonly { readonly topicId?: string | undefined; readonly partitions: readonly number[] }[]): string[] {
  return lists.flatMap(({ topicId, partitions }) => partitions.map((partition) => `${topicId}/${partition}`)).sort()
}

export function listed(owned: readonly string[]): { topicId: string; partitions: number[] }[] {
  const byTopic = Map.groupBy(owned, (name) => name.slice(0, name.lastIndexOf('/')))
  return [...byTopic].map(([topicId, names]) => ({ topicId, partitions: names.map((name) => Number(name.slice(name.lastIndexOf('/') + 1))) }))
}

/** Everybody sends heartbeats until nothing changes any more. */
export async function converge(...members: TestConsumer[]): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const before = JSON.stringify(members.map(({ epoch, owned }) => [epoch, owned]))
    for (const member of members) await member.beat()
    if (JSON.stringify(members.map(({ epoch, owned }) => [epoch, owned])) === before) return
  }
  throw new Error('the group does not come to rest')
}
