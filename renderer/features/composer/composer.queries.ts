// Asks the core to send a message, and where its key would take it.
import { keepPreviousData, skipToken, useMutation, useQuery, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query'
import type { Payload } from '../../../core/contract/messages.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import type { Sendable } from './draft.ts'

export interface Placement {
  /** null = any partition. */
  partition: number | null
  partitionCount: number
}

/** Which partition the key goes to; not asked while there is no key or no topic to ask about. */
export function usePlacement(connectionId: string, topic: string, key: Payload | null): UseQueryResult<Placement> {
  const { queries } = useRpc()
  return useQuery({
    ...queries.messages.partitionForKey.queryOptions({ input: key === null || topic === '' ? skipToken : { connectionId, topic, key } }),
    placeholderData: keepPreviousData,
  })
}

export function useTopicNames(connectionId: string): string[] {
  const { queries } = useRpc()
  const { data } = useQuery(queries.topics.list.queryOptions({ input: { connectionId, includeInternal: false } }))
  return data?.topics.map(({ name }) => name) ?? []
}

export interface Produced {
  partition: number
  offset: bigint
}

export function useSend(connectionId: string): UseMutationResult<Produced, Error, Sendable> {
  const { client } = useRpc()
  return useMutation({ mutationFn: (message: Sendable) => client.messages.produce({ connectionId, ...message }) })
}
