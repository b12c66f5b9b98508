// Asks the core about consumer groups: list, describe.
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { GroupDetail, GroupSummary } from '../../../core/contract/groups.ts'
import { useRpc } from '../../rpc/rpc-context.ts'

const LIST_EVERY_MS = 3_000
const DETAIL_EVERY_MS = 2_000
const CELL_EVERY_MS = 5_000

export function useGroups(connectionId: string): UseQueryResult<{ groups: GroupSummary[]; readAtMs: number }> {
  const { queries } = useRpc()
  return useQuery({ ...queries.groups.list.queryOptions({ input: { connectionId } }), refetchInterval: LIST_EVERY_MS })
}

export function useGroupDetail(connectionId: string, groupId: string): UseQueryResult<GroupDetail> {
  const { queries } = useRpc()
  return useQuery({ ...queries.groups.describe.queryOptions({ input: { connectionId, groupId } }), refetchInterval: DETAIL_EVERY_MS })
}

/** For one row of the list: read less often than the group that is looked at. */
export function useGroupGlance(connectionId: string, groupId: string): UseQueryResult<GroupDetail> {
  const { queries } = useRpc()
  return useQuery({
    ...queries.groups.describe.queryOptions({ input: { connectionId, groupId } }),
    refetchInterval: CELL_EVERY_MS,
    staleTime: CELL_EVERY_MS,
  })
}
