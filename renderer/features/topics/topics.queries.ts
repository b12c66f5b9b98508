// Asks the core about topics: list, describe, create, delete.
import { keepPreviousData, useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query'
import type { TopicDetail, TopicSummary } from '../../../core/contract/topics.ts'
import { useRpc } from '../../rpc/rpc-context.ts'

export interface TopicList {
  topics: TopicSummary[]
  readAtMs: number
}

const LIST_EVERY_MS = 2_000
const DESCRIBE_EVERY_MS = 10_000

export function useTopics(connectionId: string, includeInternal: boolean): UseQueryResult<TopicList> {
  const { queries } = useRpc()
  return useQuery({
    ...queries.topics.list.queryOptions({ input: { connectionId, includeInternal } }),
    refetchInterval: LIST_EVERY_MS,
    // The screen is mounted anew per cluster, so what is kept is always the same cluster's list.
    placeholderData: keepPreviousData,
  })
}

export function useTopicDescription(connectionId: string, topic: string): UseQueryResult<TopicDetail> {
  const { queries } = useRpc()
  return useQuery({
    ...queries.topics.describe.queryOptions({ input: { connectionId, topic } }),
    refetchInterval: DESCRIBE_EVERY_MS,
    staleTime: DESCRIBE_EVERY_MS,
  })
}

export interface NewTopic {
  connectionId: string
  topic: string
  /** undefined = the cluster's default. */
  partitionCount: number | undefined
  replicationFactor: number | undefined
  configs: Record<string, string>
}

export function useCreateTopic(): UseMutationResult<TopicSummary, Error, NewTopic> {
  const { client } = useRpc()
  const refresh = useRefreshTopics()
  return useMutation({
    mutationFn: ({ partitionCount, replicationFactor, ...input }: NewTopic) =>
      client.topics.create({ ...input, ...(partitionCount && { partitionCount }), ...(replicationFactor && { replicationFactor }) }),
    onSuccess: refresh,
  })
}

function useRefreshTopics(): () => Promise<void> {
  const { queries } = useRpc()
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: queries.topics.list.key() })
}
