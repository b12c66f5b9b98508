// Asks the core about clusters: list, try out, connect, change, forget, arm, disarm.
import { useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query'
import type { Connection, ConnectionReport, SecurityInput } from '../../../core/contract/connections.ts'
import { useRpc } from '../../rpc/rpc-context.ts'

interface ConnectionList {
  connections: Connection[]
  secretsKept: string
}

export function useConnections(): UseQueryResult<Connection[]> {
  return useQuery({ ...useRpc().queries.connections.list.queryOptions(), select: ({ connections }: ConnectionList) => connections })
}

/** Where passwords are kept, as a sentence; empty until the core has said it. */
export function useSecretsKept(): string {
  const { data } = useQuery({ ...useRpc().queries.connections.list.queryOptions(), select: ({ secretsKept }: ConnectionList) => secretsKept })
  return data ?? ''
}

export interface ConnectionProfile {
  name: string
  bootstrapServers: string[]
  hue: number | null
  security: SecurityInput
}

/** Adds a cluster, or changes the one that has the id. */
export function useSaveConnection(connectionId: string | null): UseMutationResult<Connection, Error, ConnectionProfile> {
  const { client } = useRpc()
  return useMutation({
    mutationFn: (profile: ConnectionProfile) =>
      connectionId === null ? client.connections.add(profile) : client.connections.update({ connectionId, ...profile }),
    onSuccess: useReplaceConnection(),
  })
}

export interface Trial {
  bootstrapServers: string[]
  security: SecurityInput
  connectionId: string | null
}

export function useTestConnection(): UseMutationResult<ConnectionReport, Error, Trial> {
  const { client } = useRpc()
  return useMutation({ mutationFn: (trial: Trial) => client.connections.test(trial) })
}

export interface EnteredSecrets {
  connectionId: string
  password?: string
  key?: string
}

export function useEnterSecrets(): UseMutationResult<Connection, Error, EnteredSecrets> {
  const { client } = useRpc()
  const cache = useQueryClient()
  const replace = useReplaceConnection()
  return useMutation({
    mutationFn: (input: EnteredSecrets) => client.connections.enterSecrets(input),
    // What failed for want of them is asked for again.
    onSuccess: async (connection) => (await replace(connection), cache.invalidateQueries()),
  })
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
      cache.setQueryData(
        queries.connections.list.queryKey(),
        (list: ConnectionList | undefined) => list && { ...list, connections: list.connections.filter(({ id }) => id !== connectionId) },
      ),
  })
}

/** Puts the answered connection into the list at once; the list is read again behind it. */
function useReplaceConnection(): (connection: Connection) => Promise<void> {
  const { queries } = useRpc()
  const cache = useQueryClient()
  return async (connection) => {
    cache.setQueryData(queries.connections.list.queryKey(), (list: ConnectionList | undefined) => {
      if (!list) return list
      const isKnown = list.connections.some(({ id }) => id === connection.id)
      const connections = isKnown ? list.connections.map((old) => (old.id === connection.id ? connection : old)) : [...list.connections, connection]
      return { ...list, connections }
    })
    await cache.invalidateQueries({ queryKey: queries.connections.list.key() })
  }
}
