// A member of a consumer group (KIP-848): beats, takes what it is given, lets go of what it is asked for, leaves or vanishes.
import type { Random } from '../../core/base/random.ts'
import { ErrorCode, errorOf } from '../../core/protocol/error-codes.ts'
import { ConsumerGroupHeartbeat } from '../../core/protocol/messages/consumer-group-heartbeat.ts'
import { Actor } from './actor.ts'
import { LEDGER } from './admin.ts'
import type { Holder, SharesModel } from './shares.ts'
import type { World } from './world.ts'

const REBALANCE_TIMEOUT_MS = 30_000
/** Answers after which it begins as a new member. */
const FENCED = new Set<number>([ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.FENCED_MEMBER_EPOCH, ErrorCode.UNRELEASED_INSTANCE_ID])
/** The broker could not store it: the same again. */
const RETRIABLE = new Set<number>([ErrorCode.COORDINATOR_NOT_AVAILABLE, ErrorCode.NOT_COORDINATOR, ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.UNKNOWN_SERVER_ERROR])

export class ConsumerMember extends Actor implements Holder {
  readonly #group: SharesModel
  #memberId = ''
  #incarnation = 0
  #epoch = 0
  held = new Set<string>()
  expiresAtMs = 0
  /** What it was given last: `held` minus this is what it lets go of with its next beat. */
  #given = new Set<string>()

  constructor(name: string, world: World, group: SharesModel) {
    super(name, world)
    this.#group = group
  }

  protected async turn(random: Random): Promise<void> {
    if (random.below(40) === 0) this.disconnect()
    if (this.#epoch > 0 && random.below(20) === 0) return this.#leave(random.below(2) === 0)
    if (this.#epoch === 0) this.#prepare()
    const isJoining = this.#epoch === 0
    this.held = new Set(this.#given)
    const sentMs = this.world.time.monotonic()
    if (sentMs < this.expiresAtMs) this.expiresAtMs = sentMs + REBALANCE_TIMEOUT_MS // whoever was silent for too long may be out already
    const { errorCode, memberEpoch, assignment } = await this.client.send(ConsumerGroupHeartbeat, 1, {
      ...this.#identity(this.#epoch),
      rebalanceTimeoutMs: REBALANCE_TIMEOUT_MS,
      subscribedTopicNames: [LEDGER],
      topicPartitions: topicPartitionsOf(this.#given),
    })
    if (FENCED.has(errorCode)) return this.#drop()
    if (RETRIABLE.has(errorCode)) return
    this.world.require(errorCode === 0, () => `${this.name}: ConsumerGroupHeartbeat answered ${errorOf(errorCode).name}`)
    this.world.require(memberEpoch >= this.#epoch, () => `${this.name}: its epoch went from ${this.#epoch} back to ${memberEpoch}`)
    if (isJoining) this.#group.joined(memberEpoch)
    else this.#group.heard(memberEpoch)
    this.#epoch = memberEpoch
    this.expiresAtMs = sentMs + REBALANCE_TIMEOUT_MS
    if (assignment) this.#take(assignment.topicPartitions.flatMap(({ topicId, partitions }) => partitions.map((partition) => `${topicId}/${partition}`)))
  }

  #identity(memberEpoch: number) {
    return { groupId: this.#group.groupId, memberId: this.#memberId, memberEpoch }
  }

  #prepare(): void {
    this.#drop()
    this.#memberId = `${this.name} ${this.#incarnation++}`
    this.#group.enter(this)
  }

  #take(partitions: readonly string[]): void {
    this.#group.given(this, partitions, this.world.time.monotonic())
    this.world.count('consumer shares')
    this.#given = new Set(partitions)
    this.held = new Set([...this.held, ...partitions])
  }

  async #leave(saysSo: boolean): Promise<void> {
    const identity = this.#identity(-1)
    this.#drop()
    if (saysSo) await this.client.send(ConsumerGroupHeartbeat, 1, { ...identity, subscribedTopicNames: null, topicPartitions: null })
    else this.disconnect()
  }

  #drop(): void {
    this.#group.leave(this)
    this.#epoch = 0
    this.expiresAtMs = 0
    this.held = new Set()
    this.#given = new Set()
  }
}

function topicPartitionsOf(held: ReadonlySet<string>): { topicId: string; partitions: number[] }[] {
  const byTopic = new Map<string, number[]>()
  for (const name of held) {
    const [topicId, partition] = name.split('/') as [string, string]
    byTopic.set(topicId, [...(byTopic.get(topicId) ?? []), Number(partition)])
  }
  return [...byTopic].map(([topicId, partitions]) => ({ topicId, partitions }))
}
