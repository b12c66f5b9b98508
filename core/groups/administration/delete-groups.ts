// DeleteGroups: groups without members are forgotten together with their offsets.
import { ErrorCode } from '../../protocol/error-codes.ts'
import { groupsTable } from '../../storage/tables.ts'
import type { Group } from '../group.ts'
import type { Groups } from '../groups.ts'

export interface DeletedGroup {
  readonly groupId: string
  readonly errorCode: number
  readonly errorMessage: string | null
}

/** The group is gone from memory at once, so that nobody joins what is being deleted. */
export async function deleteGroup(groupId: string, groups: Groups): Promise<DeletedGroup> {
  const group = groups.get(groupId)
  if (group === undefined) return refused(groupId, ErrorCode.GROUP_ID_NOT_FOUND, `Group "${groupId}" does not exist.`)
  if (group.state !== 'Empty') return refused(groupId, ErrorCode.NON_EMPTY_GROUP, nonEmpty(group))
  const pending = groups.pending.remove((key) => key.groupId === groupId)
  const writes = [groupsTable.remove(groupId), ...groups.offsets.removalOfGroup(groupId), ...pending]
  groups.remove(group)
  groups.offsets.clearGroup(groupId)
  if (!(await groups.commit(writes))) {
    return refused(groupId, ErrorCode.COORDINATOR_NOT_AVAILABLE, `The deletion of group "${groupId}" could not be written.`)
  }
  groups.offsets.clearGroup(groupId)
  return { groupId, errorCode: ErrorCode.NONE, errorMessage: null }
}

function refused(groupId: string, errorCode: number, errorMessage: string): DeletedGroup {
  return { groupId, errorCode, errorMessage }
}

function nonEmpty({ groupId, state, members }: Group): string {
  return `Group "${groupId}" is ${state} with ${members.size} ${members.size === 1 ? 'member' : 'members'}; only an Empty group can be deleted.`
}
