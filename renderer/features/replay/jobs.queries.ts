// Asks the core for replay jobs and follows them, and tells it what to do with them.
import { useMutation, type UseMutationResult, useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { FailureKey } from '../../../core/contract/dead-letters.ts'
import type { ItemState, JobEvent, JobItem, JobSummary, PlanSummary } from '../../../core/contract/replay.ts'
import type { Client } from '../../../core/contract/rpc-client.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import { useRpc, useStream } from '../../rpc/rpc-context.ts'
import { type Pages, usePages } from '../../rpc/use-pages.ts'

const PAGE_ITEMS = 200

export interface JobList {
  jobs: readonly JobSummary[] | undefined
  failure: Failure | null
}

/** Those that were archived are read only when they are asked for. */
export function useJobs(includeArchived: boolean): JobList {
  const { queries } = useRpc()
  const [live, setLive] = useState<readonly JobSummary[]>()
  const failure = useStream<JobSummary[]>({ name: 'replay jobs', open: (client, signal) => client.replay.watchJobs(undefined, { signal }), onEvent: setLive })
  const archived = useQuery({ ...queries.replay.jobs.queryOptions({ input: { includeArchived: true } }), enabled: includeArchived })
  if (live === undefined) return { jobs: undefined, failure }
  const shown = live.filter(({ isArchived }) => !isArchived)
  return { jobs: includeArchived ? [...shown, ...(archived.data?.filter(({ isArchived }) => isArchived) ?? [])] : shown, failure }
}

export interface WatchedJob {
  event: JobEvent | undefined
  /** What an action answered, if it is newer than the last event. */
  put: (job: JobSummary) => void
  failure: Failure | null
}

export function useJob(jobId: string): WatchedJob {
  const [event, setEvent] = useState<JobEvent>()
  const failure = useStream<JobEvent>({ name: `replay job ${jobId}`, open: (client, signal) => client.replay.watchJob({ jobId }, { signal }), onEvent: setEvent })
  const put = useCallback((job: JobSummary) => setEvent((before) => ({ history: before?.history ?? [], job })), [])
  const mine = event?.job.jobId === jobId ? event : undefined
  return { event: mine, put, failure }
}

export type JobCall = (client: Client, job: JobSummary) => Promise<JobSummary>

export interface JobActions {
  run: (call: JobCall, then?: (job: JobSummary) => void) => void
  isBusy: boolean
  failure: Failure | null
  clear: () => void
}

/** One act at a time on a job; what it answers is shown at once. */
export function useJobActions(job: JobSummary, put: (job: JobSummary) => void): JobActions {
  const { client } = useRpc()
  const mutation = useMutation({ mutationFn: (call: JobCall) => call(client, job), onSuccess: put })
  return {
    run: (call, then) => mutation.mutate(call, { onSuccess: (answered) => then?.(answered) }),
    isBusy: mutation.isPending,
    failure: mutation.error && failureOf(mutation.error),
    clear: () => mutation.reset(),
  }
}

export const pauseJob: JobCall = (client, { jobId }) => client.replay.pause({ jobId })
export const cancelJob: JobCall = (client, { jobId }) => client.replay.cancel({ jobId })
export const resumeJob: JobCall = (client, { jobId, targetConnectionId }) => client.replay.resume({ connectionId: targetConnectionId, jobId })
export const archiveJob: JobCall = (client, { jobId }) => client.replay.archive({ jobId })
export const setRate =
  (messagesPerSecond: number | null, bytesPerSecond: number | null): JobCall =>
  (client, { jobId }) =>
    client.replay.setRate({ jobId, messagesPerSecond, bytesPerSecond })
export const retryFailed =
  (indexes: number[] | null): JobCall =>
  (client, { jobId }) =>
    client.replay.retryFailed({ jobId, indexes })
export const decide =
  (indexes: number[], decision: 'sent' | 'not-sent'): JobCall =>
  (client, { jobId }) =>
    client.replay.decide({ jobId, indexes, decision })

/** The dead letters of a job that are not sent yet, or that came back: what another plan would begin with. */
export async function unsettledKeys(client: Client, jobId: string): Promise<FailureKey[]> {
  const left = await itemsOf(client, jobId, { states: ['PENDING', 'HELD', 'FAILED'], outcomes: null })
  const back = await itemsOf(client, jobId, { states: null, outcomes: ['bounced'] })
  return [...left.flatMap(({ source }) => source ?? []), ...back.flatMap(({ bouncedTo }) => bouncedTo ?? [])]
}

async function itemsOf(client: Client, jobId: string, { states, outcomes }: JobItemsShown): Promise<JobItem[]> {
  const items: JobItem[] = []
  for (let cursor: number | null = 0; cursor !== null; ) {
    const page: { items: JobItem[]; cursor: number | null } = await client.replay.jobItems({ jobId, states, outcomes, cursor, limit: 500 })
    items.push(...page.items)
    cursor = page.cursor
  }
  return items
}

export interface Undone {
  undone: number
  refused: { code: string; text: string; count: number }[]
}

export function useUndo(): UseMutationResult<Undone, Error, { job: JobSummary; force: boolean }> {
  const { client } = useRpc()
  return useMutation({
    mutationFn: ({ job: { jobId, targetConnectionId }, force }: { job: JobSummary; force: boolean }) => client.replay.undo({ connectionId: targetConnectionId, jobId, force }),
  })
}

export function usePromote(): UseMutationResult<PlanSummary, Error, { jobId: string }> {
  const { client } = useRpc()
  return useMutation({ mutationFn: ({ jobId }: { jobId: string }) => client.replay.promote({ jobId }) })
}

/** What became of each record, whole, as text. */
export async function exportJob(client: Client, jobId: string, format: 'jsonl' | 'csv'): Promise<string> {
  const pieces: string[] = []
  for await (const { text } of await client.replay.exportJob({ jobId, format })) pieces.push(text)
  return pieces.join('')
}

export interface JobItemsShown {
  states: ItemState[] | null
  outcomes: NonNullable<JobItem['outcome']>[] | null
}

export function useJobItems(jobId: string, { states, outcomes }: JobItemsShown, version: string): Pages<JobItem> {
  return usePages<JobItem>({
    name: `${jobId} ${states?.join()} ${outcomes?.join()}`,
    version,
    read: async (client, cursor, signal) => {
      const { items, cursor: next, total } = await client.replay.jobItems({ jobId, states, outcomes, cursor: cursor ?? 0, limit: PAGE_ITEMS }, { signal })
      return { rows: items, cursor: next, total }
    },
  })
}

