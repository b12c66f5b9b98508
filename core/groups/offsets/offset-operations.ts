// What is asked of committed offsets: commit, fetch, delete, expire; and what transactions and deleted topics do to them.
import { ErrorCode } from '../../protocol/error-codes.ts'
import { groupOffsetsTable, groupsTable, type OffsetKey, type Write } from '../../storage/tables.ts'
import { scheduleSession } from '../classic/session.ts'
import type { GroupRequestContext } from '../group-request-context.ts'
import type { Groups } from '../groups.ts'
import { checkCommittedPartition, checkCommitter, type Committer, knowsMemberEpochs } from './check-committer.ts'
import {
  type AcceptedOffset,
  decideOffsetCommit,
  failOffsetCommit,
  type OffsetCommitRequest,
  type OffsetCommitResponse,
  type OffsetCommitRules,
  refuseOffsetCommit,
} from './offset-commit.ts'
import { decideOffsetDelete, type OffsetDeleteRequest, type OffsetDeleteResponse } from './offset-delete.ts'
import { expiredOffsets } from './offset-expiry.ts'
import { fetchOffsets, type OffsetFetchRequest, type OffsetFetchResponse } from './offset-fetch.ts'
import {
  decideTxnOffsetCommit,
  type EndingOffsets,
  endPendingOffsets,
  offsetCommitVersionOf,
  refuseTxnOffsetCommit,
  type TxnOffsetCommitRequest,
  type TxnOffsetCommitResponse,
} from './txn-offset-commit.ts'

const MINUTE_MS = 60_000

export class OffsetOperations {
  readonly #groups: Groups

  constructor(groups: Groups) {
    this.#groups = groups
  }

  async commit(request: OffsetCommitRequest, context: GroupRequestContext): Promise<OffsetCommitResponse> {
    const group = this.#groups.get(request.groupId)
    const errorCode = checkCommitter(group, request, context.apiVersion)
    if (errorCode !== ErrorCode.NONE) return refuseOffsetCommit(request, errorCode)
    const committer = group?.type === 'classic' ? group.members.get(request.memberId) : undefined
    if (group?.type === 'classic' && committer) scheduleSession(group, committer, this.#groups)
    const { accepted, response } = decideOffsetCommit(request, context.apiVersion, this.#rules(request, false))
    if (accepted.length === 0 || (await this.#store(request.groupId, accepted))) return response
    // What Kafka makes of a failed write here: clients look for the coordinator again and retry.
    return failOffsetCommit(response, ErrorCode.NOT_COORDINATOR)
  }

  fetch(request: OffsetFetchRequest, context: GroupRequestContext): OffsetFetchResponse {
    const { offsets, pending, topics } = this.#groups
    return fetchOffsets(request, context.apiVersion, { offsets, pending, topics, groupOf: (groupId) => this.#groups.get(groupId) })
  }

  /** Offsets of open transactions go too: they will not come back when those commit. */
  async delete(request: OffsetDeleteRequest): Promise<OffsetDeleteResponse> {
    const { keys, response } = decideOffsetDelete(this.#groups.get(request.groupId), request, this.#groups.topics)
    if (keys.length === 0) return response
    const names = new Set(keys.map(({ topic, partition }) => `${partition} ${topic}`))
    const pending = this.#groups.pending.remove(({ groupId, topic, partition }) => groupId === request.groupId && names.has(`${partition} ${topic}`))
    if (await this.#remove(request.groupId, keys, pending)) return response
    return { errorCode: ErrorCode.COORDINATOR_NOT_AVAILABLE, topics: [] }
  }

  /** Removes offsets that have been kept long enough, and groups without members that have none left. */
  async expire(): Promise<void> {
    const { offsets, pending, clock, configs } = this.#groups
    const rules = { nowMs: clock.now(), retentionMs: configs.getInt('offsets.retention.minutes') * MINUTE_MS, offsets, pending }
    const removals = [...this.#groups.all()].map(async (group) => {
      const keys = expiredOffsets(group, rules)
      if (keys.length > 0) await this.#remove(group.groupId, keys, [])
      await this.#removeIfWorthless(group.groupId)
    })
    await Promise.all(removals)
  }

  /**
   * Offsets that count once the transaction of `producerId` commits. What is accepted is pending at once, and joins `unit`; a refusal changes nothing.
   * The answer may go out when the unit is durable.
   */
  commitTransactional(request: TxnOffsetCommitRequest, apiVersion: number, unit: { readonly writes: Write[] }): TxnOffsetCommitResponse {
    const { groupId, producerId } = request
    if (groupId === '') return refuseTxnOffsetCommit(request, ErrorCode.INVALID_GROUP_ID)
    const errorCode = checkCommitter(this.#groups.get(groupId), request, offsetCommitVersionOf(apiVersion), true)
    if (errorCode !== ErrorCode.NONE) return refuseTxnOffsetCommit(request, errorCode)
    const { accepted, response } = decideTxnOffsetCommit(request, apiVersion, this.#rules(request, !knowsMemberEpochs(offsetCommitVersionOf(apiVersion))))
    if (accepted.length > 0) this.#groups.getOrCreate(groupId)
    for (const { key, record } of accepted) unit.writes.push(this.#groups.pending.put({ ...key, producerId }, record))
    return response
  }

  /** The producer's pending offsets count (commit) or are dropped (abort) with the unit that its transaction ends with. */
  endPending(producerId: number, isCommit: boolean): EndingOffsets {
    const { pending, offsets, topics } = this.#groups
    const own = pending.of(producerId)
    const ending = endPendingOffsets(own, isCommit, { pending, offsets, topics })
    return {
      writes: ending.writes,
      ended: (isDurable) => {
        ending.ended(isDurable)
        for (const groupId of new Set(own.map(({ key }) => key.groupId))) this.#vacated(groupId)
      },
    }
  }

  /** What dies with a topic: `writes` belong into the commit that deletes it, `apply` runs once that is durable. */
  topicDeletion({ name }: { readonly name: string }): { writes: Write[]; apply(): void } {
    const { offsets, pending } = this.#groups
    return {
      writes: [...offsets.removalOfTopic(name), ...pending.remove((key) => key.topic === name)],
      apply: () => {
        offsets.clearTopic(name)
        for (const group of [...this.#groups.all()]) this.#groups.vacated(group)
      },
    }
  }

  #rules(committer: Committer, speaksGenerations: boolean): OffsetCommitRules {
    const { configs, clock, topics } = this.#groups
    const group = this.#groups.get(committer.groupId)
    return {
      topics,
      metadataMaxBytes: configs.getInt('offset.metadata.max.bytes'),
      nowMs: clock.now(),
      checkOwnership: (topicId, partition) => checkCommittedPartition(group, committer, topicId, partition, speaksGenerations),
    }
  }

  async #store(groupId: string, accepted: readonly AcceptedOffset[]): Promise<boolean> {
    const { offsets } = this.#groups
    this.#groups.getOrCreate(groupId)
    for (const { key } of accepted) offsets.begin(key)
    const overtaken = accepted.flatMap(({ key }) => this.#groups.pending.overtake(key))
    const isDurable = await this.#groups.commit([...accepted.map(({ key, record }) => groupOffsetsTable.put(key, record)), ...overtaken])
    for (const { key, record } of accepted) offsets.end(key, isDurable ? record : undefined)
    this.#vacated(groupId)
    return isDurable
  }

  async #remove(groupId: string, keys: readonly OffsetKey[], writes: readonly Write[]): Promise<boolean> {
    const isDurable = await this.#groups.commit([...keys.map((key) => groupOffsetsTable.remove(key)), ...writes])
    if (isDurable) this.#groups.offsets.clear(keys)
    this.#vacated(groupId)
    return isDurable
  }

  async #removeIfWorthless(groupId: string): Promise<void> {
    const group = this.#groups.get(groupId)
    const isNeeded = group?.state !== 'Empty' || this.#groups.offsets.has(groupId) || this.#groups.pending.hasGroup(groupId)
    if (group === undefined || isNeeded || (group.type === 'classic' && group.pendingJoins.size > 0)) return
    this.#groups.remove(group)
    await this.#groups.commit([groupsTable.remove(groupId)])
  }

  #vacated(groupId: string): void {
    const group = this.#groups.get(groupId)
    if (group) this.#groups.vacated(group)
  }
}
