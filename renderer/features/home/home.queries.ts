// What Home asks of the core: the demo flow, and what this window has heard of remote clusters so far.
import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import { useRpc } from '../../rpc/rpc-context.ts'
import { type Health, healthOf } from './cluster-health.ts'

export interface LoadedDemo {
  topics: string[]
  records: number
  groups: string[]
}

export function useLoadDemo(): UseMutationResult<LoadedDemo, Error, void> {
  const { client } = useRpc()
  return useMutation({ mutationFn: () => client.localBroker.loadDemo(), onSettled: useReadAgain() })
}

export function useRemoveDemo(): UseMutationResult<{ topics: string[]; groups: string[] }, Error, void> {
  const { client } = useRpc()
  return useMutation({ mutationFn: () => client.localBroker.removeDemo(), onSettled: useReadAgain() })
}

/** Lists that show the demo's topics and groups. */
function useReadAgain(): () => Promise<void> {
  const { queries } = useRpc()
  const cache = useQueryClient()
  return async () => {
    await Promise.all([cache.invalidateQueries({ queryKey: queries.topics.key() }), cache.invalidateQueries({ queryKey: queries.groups.key() })])
  }
}

/** From answers that other screens have had; asks nobody. */
export function useHealth(connectionId: string): Health | null {
  const cache = useQueryClient().getQueryCache()
  const text = useSyncExternalStore(
    useCallback((listener: () => void) => cache.subscribe(listener), [cache]),
    () => JSON.stringify(healthOf(cache.getAll(), connectionId)),
  )
  return JSON.parse(text) as Health | null
}
