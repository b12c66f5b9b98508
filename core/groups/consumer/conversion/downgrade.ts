// A consumer group whose last member of the new protocol has left becomes a classic group, while it has members.
import { groupsTable } from '../../../storage/tables.ts'
import { ClassicGroup } from '../../classic/classic-group.ts'
import { Member } from '../../classic/member.ts'
import { selectProtocol } from '../../classic/protocol-selection.ts'
import { prepareRebalance } from '../../classic/rebalance.ts'
import { scheduleSession } from '../../classic/session.ts'
import { CONSUMER_PROTOCOL_TYPE } from '../../consumer-protocol.ts'
import { migrationPolicy } from '../../group-configs.ts'
import { recordOf } from '../../group-record.ts'
import { embeddedAssignment } from '../classic-members/embedded-assignment.ts'
import type { ConsumerGroup } from '../consumer-group.ts'
import type { ConsumerGroupState } from '../consumer-group-state.ts'
import type { ConsumerGroupDeps } from '../consumer-group-deps.ts'
import { removalOfMembers } from '../consumer-group-record.ts'
import { type ConsumerMember, isReconciledTo } from '../consumer-member.ts'
import { allowsDowngrade } from './migration-policy.ts'

/** Whether the group is to be a classic one if `rest` is what is left of it. */
export function isDowngradedWithout(group: ConsumerGroup, { members }: ConsumerGroupState, { configs, logger }: ConsumerGroupDeps): boolean {
  if (members.size === 0 || [...members.values()].some(({ classic }) => classic === null)) return false
  const isAllowed = allowsDowngrade(migrationPolicy(configs))
  const isSmallEnough = members.size <= configs.getInt('group.max.size')
  if (!isAllowed) logger.info(`Group "${group.groupId}" stays a consumer group: group.consumer.migration.policy does not allow a downgrade`)
  else if (!isSmallEnough) logger.info(`Group "${group.groupId}" stays a consumer group: it has more members than group.max.size`)
  return isAllowed && isSmallEnough
}

/** The generation goes on from the group epoch; `isRebalanceDue` when the members have to share out anew. True once durable. */
export function downgrade(group: ConsumerGroup, state: ConsumerGroupState, isRebalanceDue: boolean, deps: ConsumerGroupDeps): Promise<boolean> {
  const nowMs = deps.clock.now()
  const members = [...state.members.values()].map((member) => classicMember(member, deps))
  const classic = new ClassicGroup(group.groupId, nowMs, {
    generationId: state.groupEpoch,
    protocolType: CONSUMER_PROTOCOL_TYPE,
    protocolName: selectProtocol(members),
    leaderId: members[0]!.memberId,
    stateSinceMs: nowMs,
    members,
    // Somebody may still wait for partitions that others have: only a rebalance hands them over now.
    isRebalanceDue: isRebalanceDue || !isSettled(state),
  })
  const durable = deps.replace(group, classic, [groupsTable.put(group.groupId, recordOf(classic, nowMs)), ...removalOfMembers(group.groupId, group.current)])
  deps.logger.info(`Group "${group.groupId}" is a classic group from generation ${state.groupEpoch} on`)
  for (const member of members) scheduleSession(classic, member, deps.classic)
  if (classic.isRebalanceDue) prepareRebalance(classic, 'the last member of the consumer protocol is gone', deps.classic)
  return durable
}

function isSettled({ members, groupEpoch }: ConsumerGroupState): boolean {
  return [...members.values()].every((member) => isReconciledTo(member, groupEpoch))
}

function classicMember(member: ConsumerMember, deps: ConsumerGroupDeps): Member {
  const { memberId, instanceId, clientId, clientHost, rebalanceTimeoutMs } = member
  const { sessionTimeoutMs, protocols } = member.classic!
  const assignment = embeddedAssignment(member, deps.topics)
  return new Member({ memberId, groupInstanceId: instanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs, protocols, assignment })
}
