// Asks the core about topics: list, glance, describe, create, widen, delete; and which groups have read one.
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query'
import type { TopicDetail, TopicGlance, TopicSummary } from '../../../core/contract/topics.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import { type Glances, useGlances } from '../../rpc/use-glances.ts'
import { listEveryMs, sharedTopics } from './topic-list.ts'

export interface TopicList {
  topics: TopicSummary[]
  readAtMs: number
}

const GLANCE_FRESH_MS = 10_000
const GLANCE_BATCH = 100
export const OFFSETS_EVERY_MS = 5_000
export const CONFIG_EVERY_MS = 30_000
/** For the kind of a topic, which hardly ever changes. */
const DESCRIBE_FRESH_MS = 60_000
/** Asking more groups what they read would take longer than a question should. */
const MOST_GROUPS = 100

/** All topics, internal ones as well: hiding those is the screen's matter. */
export function useTopics(connectionId: string): UseQueryResult<TopicList> {
  const { queries } = useRpc()
  return useQuery({
    ...queries.topics.list.queryOptions({ input: { connectionId, includeInternal: true } }),
    refetchInterval: ({ state }) => listEveryMs((state.data as TopicList | undefined)?.topics.length ?? 0, state.status === 'error'),
    structuralSharing: (before, after) => shared(before as TopicList | undefined, after as TopicList),
  })
}

const shared = (before: TopicList | undefined, after: TopicList): TopicList =>
  before ? { ...after, topics: sharedTopics(before.topics, after.topics) } : after

export const useTopicGlances = (connectionId: string): Glances<TopicGlance> =>
  useGlances<TopicGlance>({
    key: `topics of ${connectionId}`,
    batchSize: GLANCE_BATCH,
    freshMs: GLANCE_FRESH_MS,
    nameOf: ({ name }) => name,
    ask: async (client, names) => {
      const { topics, readAtMs } = await client.topics.glance({ connectionId, topics: [...names] })
      return { glances: topics, readAtMs }
    },
  })

/** `everyMs`: how often what is looked at is read again; null = its kind is all that is of interest. */
export function useTopicDetail(connectionId: string, topic: string, everyMs: number | null): UseQueryResult<TopicDetail> {
  const { queries } = useRpc()
  return useQuery({
    ...queries.topics.describe.queryOptions({ input: { connectionId, topic } }),
    refetchInterval: everyMs ?? false,
    staleTime: everyMs === null ? DESCRIBE_FRESH_MS : 1_000,
  })
}

export interface ReadingGroups {
  groupIds: string[]
  /** There are too many groups to ask each. */
  isUnknown: boolean
}

/** Groups that have committed offsets of a topic, or are assigned some of it. */
export function useGroupsReading(connectionId: string, topic: string): UseQueryResult<ReadingGroups> {
  const { client } = useRpc()
  return useQuery({
    queryKey: ['groups reading', connectionId, topic],
    queryFn: async (): Promise<ReadingGroups> => {
      const { groups } = await client.groups.list({ connectionId })
      if (groups.length > MOST_GROUPS) return { groupIds: [], isUnknown: true }
      if (groups.length === 0) return { groupIds: [], isUnknown: false }
      const { groups: glances } = await client.groups.glance({ connectionId, groupIds: groups.map(({ groupId }) => groupId) })
      return { groupIds: glances.filter(({ topics }) => topics.includes(topic)).map(({ groupId }) => groupId), isUnknown: false }
    },
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

export function useAddPartitions(): UseMutationResult<TopicSummary, Error, { connectionId: string; topic: string; totalCount: number }> {
  const { client } = useRpc()
  const refresh = useRefreshTopics()
  return useMutation({ mutationFn: (input) => client.topics.addPartitions(input), onSuccess: refresh })
}

export function useDeleteTopic(): UseMutationResult<unknown, Error, { connectionId: string; topic: string; confirmName: string }> {
  const { client } = useRpc()
  const refresh = useRefreshTopics()
  return useMutation({ mutationFn: (input) => client.topics.delete(input), onSuccess: refresh })
}

function useRefreshTopics(): () => Promise<void> {
  const { queries } = useRpc()
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: queries.topics.key() })
}
