// What Home asks of the core: the demo flow, and what this window has heard of remote clusters so far.
import { useMutation, type UseMutationResult, useQueryClient } from '@tanstack/react-query'
import { useCallback, useState, useSyncExternalStore } from 'react'
import type { Simulator } from '../../../core/contract/retries.ts'
import { useRpc, useStream } from '../../rpc/rpc-context.ts'
import { type Health, healthOf } from './cluster-health.ts'
import { DEMO_CONSUMER, demoConsumerOf } from './demo-consumer.ts'

export interface LoadedDemo {
  topics: string[]
  records: number
  groups: string[]
}

export function useLoadDemo(): UseMutationResult<LoadedDemo, Error, void> {
  const { client } = useRpc()
  return useMutation({ mutationFn: () => client.localBroker.loadDemo(), onSettled: useReadAgain() })
}

/** Its consumer goes first: a group with members stays. */
export function useRemoveDemo(): UseMutationResult<{ topics: string[]; groups: string[] }, Error, void> {
  const { client } = useRpc()
  const { consumer } = useDemoConsumer()
  const remove = async (): Promise<{ topics: string[]; groups: string[] }> => {
    if (consumer) await client.retries.stopSimulator({ simulatorId: consumer.simulatorId })
    return client.localBroker.removeDemo()
  }
  return useMutation({ mutationFn: remove, onSettled: useReadAgain() })
}

export interface DemoConsumer {
  /** null = it does not run. */
  consumer: Simulator | null
  start: UseMutationResult<Simulator, Error, void>
  stop: UseMutationResult<Simulator, Error, string>
}

export function useDemoConsumer(): DemoConsumer {
  const { client } = useRpc()
  const [consumer, setConsumer] = useState<Simulator | null>(null)
  useStream<{ simulators: Simulator[] }>({
    name: 'simulated consumers',
    open: (rpc, signal) => rpc.retries.watchSimulators(undefined, { signal }),
    onEvent: ({ simulators }) => setConsumer(demoConsumerOf(simulators)),
  })
  return {
    consumer,
    start: useMutation({ mutationFn: () => client.retries.startSimulator(DEMO_CONSUMER) }),
    stop: useMutation({ mutationFn: (simulatorId: string) => client.retries.stopSimulator({ simulatorId }) }),
  }
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
