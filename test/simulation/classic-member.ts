// A member of a classic group: joins, takes its share, commits, and leaves or just vanishes.
import type { Random } from '../../core/base/random.ts'
import { ErrorCode, errorOf } from '../../core/protocol/error-codes.ts'
import { Heartbeat } from '../../core/protocol/messages/heartbeat.ts'
import { JoinGroup } from '../../core/protocol/messages/join-group.ts'
import { LeaveGroup } from '../../core/protocol/messages/leave-group.ts'
import { OffsetCommit } from '../../core/protocol/messages/offset-commit.ts'
import { SyncGroup } from '../../core/protocol/messages/sync-group.ts'
import { Actor } from './actor.ts'
import { LEDGER } from './admin.ts'
import type { GroupModel } from './groups.ts'
import type { World } from './world.ts'

const PROTOCOL = { protocolType: 'consumer', protocolName: 'share' }
/** Answers that send a member back to join. */
const REJOIN = new Set<number>([
  ErrorCode.REBALANCE_IN_PROGRESS, ErrorCode.ILLEGAL_GENERATION, ErrorCode.UNKNOWN_MEMBER_ID, ErrorCode.COORDINATOR_NOT_AVAILABLE, ErrorCode.NOT_COORDINATOR,
  ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.UNKNOWN_SERVER_ERROR, ErrorCode.FENCED_INSTANCE_ID, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
])

export class ClassicMember extends Actor {
  readonly #group: GroupModel
  readonly #groupInstanceId: string | null
  #memberId = ''
  #generationId = -1
  #isStable = false
  #partitions: readonly string[] = []

  constructor(name: string, world: World, group: GroupModel, groupInstanceId: string | null) {
    super(name, world)
    this.#group = group
    this.#groupInstanceId = groupInstanceId
  }

  protected async turn(random: Random): Promise<void> {
    if (random.below(40) === 0) this.disconnect()
    if (!this.#isStable) return this.#join()
    const dice = random.below(10)
    if (dice < 3) return this.#heartbeat()
    if (dice < 8) return this.#commit()
    if (dice < 9) return this.#leave()
    this.#vanish()
  }

  get #identity(): { groupId: string; memberId: string; groupInstanceId: string | null } {
    return { groupId: this.#group.groupId, memberId: this.#memberId, groupInstanceId: this.#groupInstanceId }
  }

  async #join(): Promise<void> {
    const { protocolType, protocolName } = PROTOCOL
    const protocols = [{ name: protocolName, metadata: Buffer.from(this.name) }]
    const joined = await this.client.send(JoinGroup, 9, { ...this.#identity, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 20_000, protocolType, protocols })
    const { errorCode, generationId } = joined
    if (errorCode === ErrorCode.MEMBER_ID_REQUIRED) {
      this.#memberId = joined.memberId
      return
    }
    if (this.#heed('JoinGroup', errorCode)) return
    this.#memberId = joined.memberId
    this.#generationId = generationId
    this.#group.joined(generationId, this.world.lives)
    await this.#sync(joined.leader === joined.memberId ? joined.members.map(({ memberId }) => memberId) : [])
  }

  /** The leader deals the partitions out in turn. */
  async #sync(memberIds: readonly string[]): Promise<void> {
    const shares = memberIds.map((memberId, index) => ({
      memberId,
      assignment: Buffer.from(this.#group.offsets.map((_, partition) => partition).filter((partition) => partition % memberIds.length === index).join()),
    }))
    const { errorCode, assignment } = await this.client.send(SyncGroup, 5, { ...this.#identity, ...PROTOCOL, generationId: this.#generationId, assignments: shares })
    if (this.#heed('SyncGroup', errorCode)) return
    this.#partitions = String(Buffer.from(assignment)).split(',').filter(Boolean)
    this.#group.assigned(this.#generationId, this.#groupInstanceId ?? this.#memberId, this.#partitions)
    this.#isStable = true
    this.world.count('shares')
  }

  async #heartbeat(): Promise<void> {
    const { errorCode } = await this.client.send(Heartbeat, 4, { ...this.#identity, generationId: this.#generationId })
    this.#heed('Heartbeat', errorCode)
  }

  async #commit(): Promise<void> {
    const partition = Number(this.#partitions[0] ?? -1)
    if (partition < 0) return this.#heartbeat()
    const model = this.#group.offsets[partition]!
    const [offset, { lives }] = [model.newest + 1, this.world]
    model.sent(offset, lives)
    const partitions = [{ partitionIndex: partition, committedOffset: offset, committedMetadata: null }]
    const answer = await this.client.send(OffsetCommit, 9, { ...this.#identity, generationIdOrMemberEpoch: this.#generationId, topics: [{ name: LEDGER, partitions }] })
    const { errorCode } = answer.topics[0]!.partitions[0]!
    if (errorCode === ErrorCode.NONE) {
      model.acknowledged(offset, lives)
      this.world.count('commits')
    } else model.refused(offset)
    if (!this.#heed('OffsetCommit', errorCode)) await this.#group.compare(this.world, false)
  }

  async #leave(): Promise<void> {
    const { memberId, groupInstanceId } = this.#identity
    this.#isStable = false
    const { errorCode } = await this.client.send(LeaveGroup, 5, { groupId: this.#group.groupId, members: [{ memberId, groupInstanceId, reason: null }] })
    this.#heed('LeaveGroup', errorCode)
    this.#memberId = ''
  }

  /** Another process takes its place, or nobody. */
  #vanish(): void {
    this.disconnect()
    this.#isStable = false
    this.#memberId = ''
  }

  /** True when the answer was an error. */
  #heed(api: string, errorCode: number): boolean {
    if (errorCode === ErrorCode.NONE) return false
    this.world.require(REJOIN.has(errorCode), () => `${this.name}: ${api} answered ${errorOf(errorCode).name}`)
    this.#isStable = false
    if (errorCode === ErrorCode.UNKNOWN_MEMBER_ID || errorCode === ErrorCode.FENCED_INSTANCE_ID) this.#memberId = ''
    return true
  }
}

