// Asks the core about clusters: list, connect, forget, arm, disarm.
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query'
import type { Connection } from '../../../core/contract/connections.ts'
import { useRpc } from '../../rpc/rpc-context.ts'

export function useConnections(): UseQueryResult<Connection[]> {
  return useQuery(useRpc().queries.connections.list.queryOptions())
}

export interface NewConnection {
  name: string
  bootstrapServers: string[]
}

export function useAddConnection(): UseMutationResult<Connection, Error, NewConnection> {
  const { client } = useRpc()
  return useMutation({ mutationFn: (input: NewConnection) => client.connections.add(input), onSuccess: useReplaceConnection() })
}

export interface Arming {
  connectionId: string
  confirmName: string
  minutes: number
}

export function useArm(): UseMutationResult<Connection, Error, Arming> {
  const { client } = useRpc()
  return useMutation({ mutationFn: (input: Arming) => client.connections.arm(input), onSuccess: useReplaceConnection() })
}

export function useDisarm(): UseMutationResult<Connection, Error, string> {
  const { client } = useRpc()
  return useMutation({
    mutationFn: (connectionId: string) => client.connections.disarm({ connectionId }),
    onSuccess: useReplaceConnection(),
  })
}

export function useRemoveConnection(): UseMutationResult<unknown, Error, string> {
  const { client, queries } = useRpc()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (connectionId: string) => client.connections.remove({ connectionId }),
    onSuccess: (_result, connectionId) =>
      cache.setQueryData(queries.connections.list.queryKey(), (list: Connection[] | undefined) =>
        list?.filter(({ id }) => id !== connectionId),
      ),
  })
}

/** Puts the answered connection into the list at once; the list is read again behind it. */
function useReplaceConnection(): (connection: Connection) => Promise<void> {
  const { queries } = useRpc()
  const cache = useQueryClient()
  return async (connection) => {
    cache.setQueryData(queries.connections.list.queryKey(), (list: Connection[] | undefined) => {
      const known = list?.some(({ id }) => id === connection.id)
      return known ? list?.map((old) => (old.id === connection.id ? connection : old)) : [...(list ?? []), connection]
    })
    await cache.invalidateQueries({ queryKey: queries.connections.list.key() })
  }
}
