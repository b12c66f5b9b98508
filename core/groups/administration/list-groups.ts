// ListGroups: every group, or those in certain states (KIP-518) and of certain types (KIP-848); case does not matter.
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { ListGroups } from '../../protocol/messages/list-groups.ts'
import type { Group } from '../group.ts'

export type ListGroupsRequest = RequestOf<typeof ListGroups>
export type ListGroupsResponse = ResponseOf<typeof ListGroups>

export function listGroups({ statesFilter, typesFilter }: ListGroupsRequest, groups: Iterable<Group>): ListGroupsResponse {
  const listed = [...groups].filter(({ state, type }) => passes(statesFilter, state) && passes(typesFilter, type))
  return {
    errorCode: ErrorCode.NONE,
    groups: listed.map(({ groupId, protocolType, state, type }) => ({
      groupId,
      protocolType: protocolType ?? '',
      groupState: state,
      groupType: type,
    })),
  }
}

/** An empty filter lets everything pass. */
function passes(filter: readonly string[], value: string): boolean {
  return filter.length === 0 || filter.some((wanted) => wanted.toLowerCase() === value.toLowerCase())
}
