// Asks the core about consumer groups: list, glance, describe.
import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import type { GroupDetail, GroupGlance, GroupSummary } from '../../../core/contract/groups.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import { type Glances, useGlances } from '../../rpc/use-glances.ts'
import { listEveryMs } from './group-list.ts'

const GLANCE_FRESH_MS = 6_000
const GLANCE_BATCH = 50
export const DESCRIBE_EVERY_MS = 2_000

export interface GroupList {
  groups: GroupSummary[]
  readAtMs: number
}

export function useGroups(connectionId: string): UseQueryResult<GroupList> {
  const { queries } = useRpc()
  return useQuery({
    ...queries.groups.list.queryOptions({ input: { connectionId } }),
    refetchInterval: ({ state }) => listEveryMs((state.data as GroupList | undefined)?.groups.length ?? 0, state.status === 'error'),
  })
}

export const useGroupGlances = (connectionId: string): Glances<GroupGlance> =>
  useGlances<GroupGlance>({
    key: `groups of ${connectionId}`,
    batchSize: GLANCE_BATCH,
    freshMs: GLANCE_FRESH_MS,
    nameOf: ({ groupId }) => groupId,
    ask: async (client, groupIds) => {
      const { groups, readAtMs } = await client.groups.glance({ connectionId, groupIds: [...groupIds] })
      return { glances: groups, readAtMs }
    },
  })

export function useGroupDetail(connectionId: string, groupId: string): UseQueryResult<GroupDetail> {
  const { queries } = useRpc()
  return useQuery({ ...queries.groups.describe.queryOptions({ input: { connectionId, groupId } }), refetchInterval: DESCRIBE_EVERY_MS })
}
