// Heartbeat to a consumer group: keeps a member of the classic protocol alive, and tells it when there is something to join again for.
import type { RequestOf } from '../../../protocol/define-api.ts'
import { ErrorCode } from '../../../protocol/error-codes.ts'
import type { Heartbeat } from '../../../protocol/messages/heartbeat.ts'
import type { ConsumerGroup } from '../consumer-group.ts'
import type { ConsumerGroupDeps } from '../consumer-group-deps.ts'
import { expectJoin, scheduleSession } from '../member-deadlines.ts'
import { classicMemberOf, isWaitingForOthers } from './classic-member.ts'

/** Throws KafkaError. */
export function heartbeatConsumerGroup(group: ConsumerGroup, request: RequestOf<typeof Heartbeat>, deps: ConsumerGroupDeps): number {
  const member = classicMemberOf(group, request)
  scheduleSession(group, member, deps)
  const canGetMore = member.state === 'UNRELEASED_PARTITIONS' && !isWaitingForOthers(group, member)
  if (member.memberEpoch >= group.current.groupEpoch && member.state !== 'UNREVOKED_PARTITIONS' && !canGetMore) return ErrorCode.NONE
  expectJoin(group, member, deps)
  return ErrorCode.REBALANCE_IN_PROGRESS
}
