// Asks the core about retries: policies, what waits, simulated consumers, and groups stuck at a record.
import { keepPreviousData, useMutation, type UseMutationResult, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { Client } from '../../../core/contract/rpc-client.ts'
import type { PendingRetry, PoisonReport, RetryPolicy, RetryPolicyDraft, RetryPreview, Simulator } from '../../../core/contract/retries.ts'
import type { Failure } from '../../rpc/failure.ts'
import { useRpc, useStream } from '../../rpc/rpc-context.ts'

export interface Watched<T> {
  /** null = nothing was told yet. */
  readonly value: T | null
  readonly failure: Failure | null
}

const PENDING_EVERY_MS = 1_000
export const PENDING_LIMIT = 500

/** Policies as they stand, while somebody looks. */
export function usePolicies(isLocal: boolean): Watched<RetryPolicy[]> {
  const [value, setValue] = useState<RetryPolicy[] | null>(null)
  const failure = useStream<{ policies: RetryPolicy[] }>({
    name: isLocal ? 'retries' : null,
    open: (client, signal) => client.retries.watch(undefined, { signal }),
    onEvent: ({ policies }) => setValue(policies),
  })
  return { value, failure }
}

export function useSimulators(): Watched<Simulator[]> {
  const [value, setValue] = useState<Simulator[] | null>(null)
  const failure = useStream<{ simulators: Simulator[] }>({
    name: 'simulators',
    open: (client, signal) => client.retries.watchSimulators(undefined, { signal }),
    onEvent: ({ simulators }) => setValue(simulators),
  })
  return { value, failure }
}

export function usePoison(connectionId: string): Watched<PoisonReport> {
  const [seen, setSeen] = useState<{ connectionId: string; report: PoisonReport } | null>(null)
  const failure = useStream<PoisonReport>({
    name: `poison of ${connectionId}`,
    open: (client, signal) => client.retries.watchPoison({ connectionId }, { signal }),
    onEvent: (report) => setSeen({ connectionId, report }),
  })
  return { value: seen?.connectionId === connectionId ? seen.report : null, failure }
}

/** What saving would make; the one before stays in sight while the next is worked out. */
export function usePreview(policyId: string | null, draft: RetryPolicyDraft): UseQueryResult<RetryPreview> {
  const { queries } = useRpc()
  return useQuery({ ...queries.retries.preview.queryOptions({ input: { policyId, draft } }), placeholderData: keepPreviousData, gcTime: 10_000 })
}

export interface PendingList {
  readonly records: PendingRetry[]
  readonly total: number
}

export function usePending(policyId: string, topic: string | null): UseQueryResult<PendingList> {
  const { queries } = useRpc()
  return useQuery({ ...queries.retries.pending.queryOptions({ input: { policyId, topic, limit: PENDING_LIMIT } }), refetchInterval: PENDING_EVERY_MS, placeholderData: keepPreviousData })
}

export function useTopicNames(connectionId: string): string[] {
  const { queries } = useRpc()
  const { data } = useQuery(queries.topics.list.queryOptions({ input: { connectionId } }))
  return data?.topics.map(({ name }) => name) ?? NO_NAMES
}

const NO_NAMES: string[] = []

type Retries = Client['retries']
type Command<Name extends keyof Retries> = UseMutationResult<Awaited<ReturnType<Retries[Name]>>, Error, Parameters<Retries[Name]>[0]>

/** What is changed shows by the stream. */
function useCommand<Name extends keyof Retries>(name: Name): Command<Name> {
  const { client } = useRpc()
  return useMutation({ mutationFn: (input) => (client.retries[name] as (given: unknown) => Promise<never>)(input) })
}

export const useSavePolicy = (): Command<'save'> => useCommand('save')
export const usePausePolicy = (): Command<'pause'> => useCommand('pause')
export const useResumePolicy = (): Command<'resume'> => useCommand('resume')
export const useDeletePolicy = (): Command<'delete'> => useCommand('delete')
export const useDismissPolicy = (): Command<'dismiss'> => useCommand('dismiss')
export const useFireNow = (): Command<'fireNow'> => useCommand('fireNow')
export const useWarp = (): Command<'warp'> => useCommand('warp')
export const useStartSimulator = (): Command<'startSimulator'> => useCommand('startSimulator')
export const useStopSimulator = (): Command<'stopSimulator'> => useCommand('stopSimulator')
export const useRemoveSimulator = (): Command<'removeSimulator'> => useCommand('removeSimulator')
export const useCopyAndAdvance = (): Command<'copyAndAdvance'> => useCommand('copyAndAdvance')
