// DescribeGroups: the state and the members of groups.
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { DescribeGroups } from '../../protocol/messages/describe-groups.ts'
import type { ClassicGroup } from '../classic/classic-group.ts'
import { type Member, NO_ASSIGNMENT } from '../classic/member.ts'
import type { Group } from '../group.ts'

export type DescribeGroupsRequest = RequestOf<typeof DescribeGroups>
export type DescribeGroupsResponse = ResponseOf<typeof DescribeGroups>
type DescribedGroup = DescribeGroupsResponse['groups'][number]

/** KIP-1043: before this version a group that does not exist is Dead, without an error. */
const GROUP_ID_NOT_FOUND_SINCE = 6

/** READ, DELETE, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS as bits: without an authorizer everybody may do everything that a group knows. */
const ALL_GROUP_OPERATIONS = [3, 6, 8, 10, 11].reduce((bits, operation) => bits | (1 << operation), 0)

export function describeGroups(
  request: DescribeGroupsRequest,
  apiVersion: number,
  groupOf: (groupId: string) => Group | undefined,
): DescribeGroupsResponse {
  const groups = request.groups.map((groupId) => {
    const group = groupOf(groupId)
    const described = group?.type === 'classic' ? describe(group) : missing(groupId, group, apiVersion)
    const tellsOperations = request.includeAuthorizedOperations && described.errorCode === ErrorCode.NONE
    return { ...described, ...(tellsOperations && { authorizedOperations: ALL_GROUP_OPERATIONS }) }
  })
  return { groups }
}

/** A consumer group is none that this API knows: clients ask ConsumerGroupDescribe first. */
function missing(groupId: string, group: Group | undefined, apiVersion: number): DescribedGroup {
  const isError = apiVersion >= GROUP_ID_NOT_FOUND_SINCE
  return {
    errorCode: isError ? ErrorCode.GROUP_ID_NOT_FOUND : ErrorCode.NONE,
    errorMessage: isError ? `Group "${groupId}" ${group === undefined ? 'does not exist' : 'is not a classic group'}.` : null,
    groupId,
    groupState: 'Dead',
    protocolType: '',
    protocolData: '',
    members: [],
  }
}

/** Protocol and metadata only mean something in the Stable state; assignments are told as they were last. */
function describe(group: ClassicGroup): DescribedGroup {
  const isStable = group.state === 'Stable'
  return {
    errorCode: ErrorCode.NONE,
    groupId: group.groupId,
    groupState: group.state,
    protocolType: group.protocolType ?? '',
    protocolData: (isStable && group.protocolName) || '',
    members: [...group.members.values()].map((member) => describeMember(member, isStable ? group.protocolName : null)),
  }
}

function describeMember(member: Member, stableProtocol: string | null): DescribedGroup['members'][number] {
  const { memberId, groupInstanceId, clientId, clientHost } = member
  return {
    memberId,
    groupInstanceId,
    clientId,
    clientHost,
    memberMetadata: stableProtocol === null ? NO_ASSIGNMENT : member.metadata(stableProtocol),
    memberAssignment: member.assignment,
  }
}
