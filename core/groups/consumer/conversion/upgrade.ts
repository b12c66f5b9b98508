// A classic group that a member of the new protocol joins becomes a consumer group; its members go on with the classic protocol.
import { ErrorCode, kafkaError } from '../../../protocol/error-codes.ts'
import { ProtocolError } from '../../../protocol/protocol-error.ts'
import type { ClassicGroup } from '../../classic/classic-group.ts'
import type { Member } from '../../classic/member.ts'
import { joinError, syncError } from '../../classic/responses.ts'
import { CONSUMER_PROTOCOL_TYPE, decodeAssignment, decodeSubscription } from '../../consumer-protocol.ts'
import { migrationPolicy } from '../../group-configs.ts'
import type { TopicLookup } from '../../topic-lookup.ts'
import { topicPartitionsOf } from '../classic-members/embedded-assignment.ts'
import { ConsumerGroup } from '../consumer-group.ts'
import type { ConsumerGroupState } from '../consumer-group-state.ts'
import type { ConsumerGroupDeps } from '../consumer-group-deps.ts'
import { writesBetween } from '../consumer-group-record.ts'
import { type ConsumerMember, newConsumerMember } from '../consumer-member.ts'
import { resumeMembers } from '../member-deadlines.ts'
import { fingerprintOf } from '../subscriptions.ts'
import { eachPartition, ownedSince } from '../topic-partitions.ts'
import { allowsUpgrade } from './migration-policy.ts'

/** Throws GROUP_ID_NOT_FOUND, and changes nothing, where that cannot be. Whoever waits for a rebalance is told to join again. */
export function upgrade(classic: ClassicGroup, deps: ConsumerGroupDeps): ConsumerGroup {
  checkUpgrade(classic, deps)
  const group = new ConsumerGroup(classic.groupId, upgradedState(classic, deps.topics))
  for (const { join, sync, memberId } of classic.members.values()) {
    join.answer(joinError(ErrorCode.REBALANCE_IN_PROGRESS, memberId))
    sync.answer(syncError(ErrorCode.REBALANCE_IN_PROGRESS))
  }
  group.stored = deps.replace(classic, group, writesBetween(group.groupId, null, group.current))
  resumeMembers(group, deps)
  deps.logger.info(`Group "${group.groupId}" is a consumer group from epoch ${group.current.groupEpoch} on`)
  return group
}

function checkUpgrade({ groupId, protocolType, members }: ClassicGroup, { configs }: ConsumerGroupDeps): void {
  if (!allowsUpgrade(migrationPolicy(configs))) throw refusal(groupId, 'group.consumer.migration.policy does not allow it')
  if (protocolType !== CONSUMER_PROTOCOL_TYPE) throw refusal(groupId, `its protocol type is "${protocolType}", not "${CONSUMER_PROTOCOL_TYPE}"`)
  if (members.size > configs.getInt('group.consumer.max.size')) throw refusal(groupId, `it has ${members.size} members, more than group.consumer.max.size`)
}

function upgradedState(classic: ClassicGroup, topics: TopicLookup): ConsumerGroupState {
  const { groupId, generationId } = classic
  const members = new Map([...classic.members.values()].map((member) => [member.memberId, consumerMember(classic, member, topics)]))
  checkOneOwner(groupId, [...members.values()])
  const state = { groupEpoch: generationId, targetEpoch: generationId, topicsFingerprint: '', regexes: new Map(), members }
  return { ...state, topicsFingerprint: fingerprintOf(state, topics) }
}

/** Everybody owns what the last leader gave it, and so it should. */
function consumerMember({ groupId, generationId, protocolName }: ClassicGroup, member: Member, topics: TopicLookup): ConsumerMember {
  const { memberId, groupInstanceId, clientId, clientHost, sessionTimeoutMs, rebalanceTimeoutMs, protocols } = member
  const metadata = member.supports(protocolName ?? '') ? member.metadata(protocolName) : protocols[0]!.metadata
  try {
    const { topics: names, rackId } = decodeSubscription(metadata)
    const { partitions, userData } = decodeAssignment(member.assignment)
    if (userData.length > 0) throw refusal(groupId, 'its assignor keeps data of its own in the assignments')
    const target = topicPartitionsOf(partitions, topics)
    return {
      ...newConsumerMember(memberId),
      instanceId: groupInstanceId,
      rackId,
      clientId,
      clientHost,
      rebalanceTimeoutMs,
      subscribedTopicNames: new Set(names),
      classic: { sessionTimeoutMs, protocols },
      memberEpoch: generationId,
      previousMemberEpoch: generationId,
      assigned: ownedSince(generationId, target),
      target,
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw refusal(groupId, `member "${memberId}" does not speak the consumer protocol: ${error.message}`)
  }
}

function checkOneOwner(groupId: string, members: readonly ConsumerMember[]): void {
  const owners = new Map<string, string>()
  for (const { memberId, assigned } of members) {
    for (const [topicId, partition] of eachPartition(assigned)) {
      const name = `${topicId}/${partition}`
      if (owners.has(name)) throw refusal(groupId, `its leader gave partition ${partition} of topic id ${topicId} to "${owners.get(name)}" and to "${memberId}"`)
      owners.set(name, memberId)
    }
  }
}

const refusal = (groupId: string, reason: string) => kafkaError('GROUP_ID_NOT_FOUND', `Classic group "${groupId}" cannot become a consumer group: ${reason}.`)
