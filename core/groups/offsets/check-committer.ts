// Who may commit offsets for a group, and of which partitions: the same for OffsetCommit and TxnOffsetCommit.
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { ClassicGroup } from '../classic/classic-group.ts'
import type { ConsumerGroup } from '../consumer/consumer-group.ts'
import type { ConsumerMember } from '../consumer/consumer-member.ts'
import type { Group } from '../group.ts'
import { isStorableGroupId } from '../group-id.ts'
import type { OffsetCommitRequest } from './offset-commit.ts'

export type Committer = Pick<OffsetCommitRequest, 'groupId' | 'memberId' | 'groupInstanceId' | 'generationIdOrMemberEpoch'>

/** From this version on a client can be told that the group does not exist, and members of consumer groups may commit. */
const MEMBER_EPOCHS_SINCE = 9

export const knowsMemberEpochs = (offsetCommitVersion: number): boolean => offsetCommitVersion >= MEMBER_EPOCHS_SINCE

/** Whether this sender may commit for the group now; NONE or the error for every partition. */
export function checkCommitter(group: Group | undefined, committer: Committer, apiVersion: number, isTransactional = false): number {
  const { groupId, memberId, groupInstanceId, generationIdOrMemberEpoch: generationId } = committer
  if (!isStorableGroupId(groupId)) return ErrorCode.INVALID_GROUP_ID
  // Without a generation it is an administrator, or a consumer that assigns its partitions itself.
  if (generationId < 0 && (group === undefined || group.state === 'Empty')) return ErrorCode.NONE
  if (group === undefined) return apiVersion >= MEMBER_EPOCHS_SINCE ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.ILLEGAL_GENERATION
  // Transactional producers knew no members before KIP-447: whoever names none is believed.
  if (isTransactional && generationId < 0 && memberId === '' && groupInstanceId === null) return ErrorCode.NONE
  if (group.type === 'consumer') return checkConsumerMember(group, committer, apiVersion, isTransactional)
  return checkClassicMember(group, committer, isTransactional)
}

/**
 * What a member of a consumer group may commit while it does not know its newest epoch: partitions that it has had since an epoch that it does
 * know (KIP-1251). NONE for everybody else.
 */
export function checkCommittedPartition(group: Group | undefined, committer: Committer, topicId: string, partition: number, speaksGenerations = false): number {
  const member = group?.type === 'consumer' ? group.members.get(committer.memberId) : undefined
  const epoch = committer.generationIdOrMemberEpoch
  if (member === undefined || epoch < 0 || epoch >= member.memberEpoch) return ErrorCode.NONE
  const since = ownedSince(member, topicId, partition)
  return since !== undefined && epoch >= since ? ErrorCode.NONE : staleEpoch(member, speaksGenerations)
}

function checkClassicMember(group: ClassicGroup, { memberId, groupInstanceId, generationIdOrMemberEpoch }: Committer, isTransactional: boolean): number {
  const member = group.memberFor(memberId, groupInstanceId)
  if (typeof member === 'number') return member
  if (generationIdOrMemberEpoch !== group.generationId) return ErrorCode.ILLEGAL_GENERATION
  // The member knows the new generation but not yet what it owns in it; with the old generation it may commit until then.
  return group.state === 'CompletingRebalance' && !isTransactional ? ErrorCode.REBALANCE_IN_PROGRESS : ErrorCode.NONE
}

function checkConsumerMember(group: ConsumerGroup, { memberId, generationIdOrMemberEpoch: epoch }: Committer, apiVersion: number, isTransactional: boolean): number {
  const member = group.members.get(memberId)
  if (member === undefined) return ErrorCode.UNKNOWN_MEMBER_ID
  if (!isTransactional && member.classic === null && apiVersion < MEMBER_EPOCHS_SINCE) return ErrorCode.UNSUPPORTED_VERSION
  const isKnowable = member.classic === null ? epoch >= 0 && epoch <= member.memberEpoch : epoch === member.memberEpoch
  return isKnowable ? ErrorCode.NONE : staleEpoch(member, !knowsMemberEpochs(apiVersion))
}

/** The classic protocol, and TxnOffsetCommit before version 6, have no word for member epochs. */
function staleEpoch({ classic }: ConsumerMember, speaksGenerations: boolean): number {
  return classic !== null || speaksGenerations ? ErrorCode.ILLEGAL_GENERATION : ErrorCode.STALE_MEMBER_EPOCH
}

function ownedSince({ assigned, pendingRevocation }: ConsumerMember, topicId: string, partition: number): number | undefined {
  return assigned.get(topicId)?.get(partition) ?? pendingRevocation.get(topicId)?.get(partition)
}
