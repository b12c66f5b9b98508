// ListGroups: every group, or those in certain states (KIP-518) and of certain types (KIP-848); case does not matter.
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import type { ListGroups } from '../../protocol/messages/list-groups.ts'
import type { ClassicGroup } from './classic-group.ts'

export type ListGroupsRequest = RequestOf<typeof ListGroups>
export type ListGroupsResponse = ResponseOf<typeof ListGroups>

const GROUP_TYPE = 'classic'

export function listGroups({ statesFilter, typesFilter }: ListGroupsRequest, groups: Iterable<ClassicGroup>): ListGroupsResponse {
  const listed = [...groups].filter(({ state }) => passes(statesFilter, state) && passes(typesFilter, GROUP_TYPE))
  return {
    errorCode: ErrorCode.NONE,
    groups: listed.map(({ groupId, protocolType, state }) => ({
      groupId,
      protocolType: protocolType ?? '',
      groupState: state,
      groupType: GROUP_TYPE,
    })),
  }
}

/** An empty filter lets everything pass. */
function passes(filter: readonly string[], value: string): boolean {
  return filter.length === 0 || filter.some((wanted) => wanted.toLowerCase() === value.toLowerCase())
}
