// Asks the core for replay plans, changes them as a person wants, runs them dry and starts them.
import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient, type UseMutationResult, type UseQueryResult } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Client } from '../../../core/contract/rpc-client.ts'
import type {
  DryRunEvent,
  ItemEdit,
  ItemPreview,
  ItemVerdict,
  JobSummary,
  PlanItem,
  PlanSummary,
  ReplayOptions,
  ReplayTransform,
  SandboxPlan,
} from '../../../core/contract/replay.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import { KEEP_ON_RECONNECT } from '../../rpc/query-client.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import { type Pages, usePages } from '../../rpc/use-pages.ts'
import type { ReplayDraft } from './replay-draft.ts'

/** More than this is asked about before it is planned. */
export const USUAL_MAX_ITEMS = 10_000
export const MOST_ITEMS = 100_000
const PAGE_ITEMS = 200

// ---- plans ----------------------------------------------------------------------------------------------------------------------

export interface NewPlan {
  draft: ReplayDraft
  targetConnectionId: string
  maxItems: number
  includeReplayed: boolean
}

/** Freezes what was chosen, with the options that are safe for that target. Nothing is sent. */
export async function makePlan(client: Client, { draft: { connectionId, selection, preset }, targetConnectionId, maxItems, includeReplayed }: NewPlan): Promise<PlanSummary> {
  const options = { ...(await client.replay.defaults({ sourceConnectionId: connectionId, targetConnectionId })), ...preset }
  return client.replay.plan({ connectionId, selection, options, transform: { kind: 'none' }, name: null, includeReplayed, maxItems })
}

export function useMakePlan(): UseMutationResult<PlanSummary, Error, NewPlan> {
  const { client } = useRpc()
  return useMutation({ mutationFn: (plan: NewPlan) => makePlan(client, plan) })
}

/** Makes the plan of a draft once: `number` says which draft it is. */
export function useNewPlan(number: number, plan: NewPlan): UseQueryResult<PlanSummary> {
  const { client } = useRpc()
  return useQuery({ queryKey: ['new replay plan', number, plan.maxItems], queryFn: () => makePlan(client, plan), staleTime: Infinity, refetchOnWindowFocus: false, meta: KEEP_ON_RECONNECT })
}

export function usePlan(planId: string): UseQueryResult<PlanSummary> {
  const { queries } = useRpc()
  return useQuery(queries.replay.summary.queryOptions({ input: { planId } }))
}

export function usePlans(): UseQueryResult<PlanSummary[]> {
  const { queries } = useRpc()
  return useQuery(queries.replay.plans.queryOptions())
}

/** Nothing of it was sent, so nothing is lost but the plan. */
export function useDiscardPlan(): UseMutationResult<unknown, Error, string> {
  const { client, queries } = useRpc()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (planId: string) => client.replay.removePlan({ planId }),
    onSuccess: () => cache.invalidateQueries({ queryKey: queries.replay.plans.queryKey() }),
  })
}

export interface PlanChange {
  options?: ReplayOptions
  transform?: ReplayTransform
  name?: string
}

export interface PlanActions {
  /** As asked for, while the core has not answered yet. */
  wanted: ReplayOptions | null
  change: (change: PlanChange, then?: () => void) => void
  edit: (index: number, edit: ItemEdit | null, then?: () => void) => void
  force: (index: number, isForced: boolean) => void
  leaveOut: (indexes: readonly number[], then?: () => void) => void
  isBusy: boolean
  failure: Failure | null
}

/** Every change makes the plan another one; its summary takes the place of the one on show. Changes go out one after the other. */
export function usePlanActions(planId: string): PlanActions {
  const { client, queries } = useRpc()
  const cache = useQueryClient()
  const [wanted, setWanted] = useState<ReplayOptions | null>(null)
  const latest = useRef<ReplayOptions | null>(null)
  const mutation = useMutation({
    scope: { id: `plan ${planId}` },
    mutationFn: (act: () => Promise<PlanSummary>) => act(),
    onSuccess: (summary) => cache.setQueryData(queries.replay.summary.queryKey({ input: { planId } }), summary),
  })
  const run = (act: () => Promise<PlanSummary>, onSettled?: (isDone: boolean) => void): void =>
    mutation.mutate(act, { onSuccess: () => onSettled?.(true), onError: () => onSettled?.(false) })
  const want = (options: ReplayOptions | null): void => {
    latest.current = options
    setWanted(options)
  }
  return {
    wanted,
    change: (change, then) => {
      if (change.options) want(change.options)
      run(
        () => client.replay.change({ planId, ...change }),
        (isDone) => {
          if (change.options && latest.current === change.options) want(null)
          if (isDone) then?.()
        },
      )
    },
    edit: (index, edit, then) => run(() => client.replay.edit({ planId, index, edit }), (isDone) => isDone && then?.()),
    force: (index, isForced) => run(() => client.replay.force({ planId, index, isForced })),
    leaveOut: (indexes, then) => run(() => client.replay.leaveOut({ planId, indexes: [...indexes] }), (isDone) => isDone && then?.()),
    isBusy: mutation.isPending,
    failure: mutation.error && failureOf(mutation.error),
  }
}

export function usePlanItems(summary: Pick<PlanSummary, 'planId' | 'planHash' | 'dryRun'>, verdict: ItemVerdict | null): Pages<PlanItem> {
  const { planId, planHash, dryRun } = summary
  return usePages<PlanItem>({
    name: `${planId} ${verdict}`,
    version: `${planHash} ${dryRun?.atMs}`,
    read: async (client, cursor, signal) => {
      const { items, cursor: next, total } = await client.replay.items({ planId, verdict, cursor: cursor ?? 0, limit: PAGE_ITEMS }, { signal })
      return { rows: items, cursor: next, total }
    },
  })
}

/** Every item of a verdict, for what is done to all of them at once. */
export async function indexesOf(client: Client, planId: string, verdict: ItemVerdict): Promise<number[]> {
  const indexes: number[] = []
  for (let cursor: number | null = 0; cursor !== null; ) {
    const page: { items: PlanItem[]; cursor: number | null } = await client.replay.items({ planId, verdict, cursor, limit: 500 })
    indexes.push(...page.items.map(({ index }) => index))
    cursor = page.cursor
  }
  return indexes
}

export function usePreview({ planId, planHash, dryRun }: Pick<PlanSummary, 'planId' | 'planHash' | 'dryRun'>, index: number | null): UseQueryResult<ItemPreview> {
  const { client } = useRpc()
  return useQuery({
    queryKey: ['replay preview', planId, planHash, dryRun?.atMs, index],
    queryFn: index === null ? skipToken : ({ signal }) => client.replay.preview({ planId, index }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
}

export type TriedOnly = 'all' | 'changed' | 'failed'

export interface TriedTransform {
  valid: number
  invalid: number
  unchanged: number
  checked: number
  total: number
  pages: ItemPreview[]
  cursor: number | null
  error: { message: string; line: number | null } | null
}

/** null = there is nothing to try. `cursor`: which page of before and after. */
export function useTriedTransform(plan: Pick<PlanSummary, 'planId' | 'planHash'>, transform: ReplayTransform | null, only: TriedOnly, cursor: number): UseQueryResult<TriedTransform> {
  const { client } = useRpc()
  const { planId, planHash } = plan
  return useQuery({
    queryKey: ['replay transform', planId, planHash, transform, only, cursor],
    queryFn: transform === null ? skipToken : ({ signal }) => client.replay.tryTransform({ planId, transform, cursor, limit: 1, only }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
}

export interface DryRun {
  /** null = none is under way. */
  event: DryRunEvent | null
  isRunning: boolean
  failure: Failure | null
  start: () => void
  stop: () => void
}

/** Does everything but sending; `onDone` when all was checked. */
export function useDryRun(planId: string, onDone: (summary: PlanSummary) => void): DryRun {
  const { client, queries } = useRpc()
  const cache = useQueryClient()
  const running = useRef<AbortController | null>(null)
  const [event, setEvent] = useState<DryRunEvent | null>(null)
  const [isRunning, setRunning] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const stop = (): void => {
    running.current?.abort()
    running.current = null
    setRunning(false)
  }
  useEffect(() => () => running.current?.abort(), [])
  const run = async (signal: AbortSignal): Promise<void> => {
    try {
      for await (const next of await client.replay.dryRun({ planId }, { signal })) {
        if (signal.aborted) return
        setEvent(next)
        if (next.summary) {
          cache.setQueryData(queries.replay.summary.queryKey({ input: { planId } }), next.summary)
          if (next.done) onDone(next.summary)
        }
      }
    } catch (error) {
      if (!signal.aborted) setFailure(failureOf(error))
    }
    if (!signal.aborted) stop()
  }
  const start = (): void => {
    stop()
    const controller = new AbortController()
    running.current = controller
    setEvent(null)
    setFailure(null)
    setRunning(true)
    void run(controller.signal)
  }
  return { event: isRunning ? event : null, isRunning, failure, start, stop }
}

export interface Redirects {
  rules: readonly { fromTopic: string; toTopic: string }[]
  set: (fromTopic: string, toTopic: string | null, then: () => void) => void
  failure: Failure | null
}

/** Where records of a missing topic go, on the target's cluster: remembered for the next plan too. */
export function useRedirects(connectionId: string): Redirects {
  const { client, queries } = useRpc()
  const cache = useQueryClient()
  const query = useQuery(queries.replay.redirects.queryOptions({ input: { connectionId } }))
  const rules = query.data ?? []
  const mutation = useMutation({
    mutationFn: (next: { fromTopic: string; toTopic: string }[]) => client.replay.setRedirects({ connectionId, rules: next }),
    onSuccess: (kept) => cache.setQueryData(queries.replay.redirects.queryKey({ input: { connectionId } }), kept),
  })
  return {
    rules,
    set: (fromTopic, toTopic, then) => {
      const others = rules.filter((rule) => rule.fromTopic !== fromTopic)
      mutation.mutate(toTopic === null ? others : [...others, { fromTopic, toTopic }], { onSuccess: then })
    },
    failure: mutation.error && failureOf(mutation.error),
  }
}

export function useTopicNames(connectionId: string): readonly string[] {
  const { queries } = useRpc()
  const { data } = useQuery(queries.topics.list.queryOptions({ input: { connectionId, includeInternal: false } }))
  return data?.topics.map(({ name }) => name) ?? []
}

/** What the dialects are called, by id: those of the user too. */
export function useDialectNames(): ReadonlyMap<string, string> {
  const { queries } = useRpc()
  const { data } = useQuery(queries.deadLetters.dialects.queryOptions())
  return useMemo(() => new Map([...(data?.builtIn ?? []), ...(data?.own ?? [])].map(({ id, name }) => [id, name])), [data])
}

// ---- starting -------------------------------------------------------------------------------------------------------------------

export interface StartInput {
  summary: PlanSummary
  confirmName: string | null
  atMs: number | null
  /** So many records delete their key, and a person knows. */
  confirmDeletes: number
}

export function useStart(): UseMutationResult<JobSummary, Error, StartInput> {
  const { client } = useRpc()
  return useMutation({
    mutationFn: ({ summary: { planId, planHash, targetConnectionId }, confirmName, atMs, confirmDeletes }: StartInput) =>
      client.replay.start({ connectionId: targetConnectionId, planId, planHash, confirmName, atMs, confirmDeletes }),
  })
}

export interface SandboxInput {
  connectionId: string
  keys: NonNullable<PlanItem['source']>[]
  neighbours: number
  masks: { path: string; how: 'hash' | 'redact' | 'keep-length' }[]
}

/** The plan of a sandbox, made anew with every change of what is wanted; nothing is written by that. */
export function useSandboxPlan(number: number, draft: ReplayDraft, neighbours: number, masks: SandboxInput['masks']): UseQueryResult<SandboxPlan> {
  const { client } = useRpc()
  return useQuery({
    queryKey: ['sandbox plan', number, neighbours, masks],
    queryFn: async () => client.replay.sandbox({ connectionId: draft.connectionId, keys: await keysOfDraft(client, draft), neighbours, masks }),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    // Its plan is discarded with the screen.
    gcTime: 0,
    refetchOnWindowFocus: false,
    meta: KEEP_ON_RECONNECT,
  })
}

/** What a draft stands for, as the keys that a sandbox wants: those of a filter are found by planning it. */
export async function keysOfDraft(client: Client, draft: ReplayDraft): Promise<SandboxInput['keys']> {
  if (draft.selection.kind === 'keys') return draft.selection.keys
  const { planId } = await makePlan(client, { draft, targetConnectionId: LOCAL, maxItems: USUAL_MAX_ITEMS, includeReplayed: true })
  const keys: SandboxInput['keys'] = []
  for (let cursor: number | null = 0; cursor !== null; ) {
    const page: { items: PlanItem[]; cursor: number | null } = await client.replay.items({ planId, verdict: null, cursor, limit: 500 })
    keys.push(...page.items.flatMap(({ source }) => source ?? []))
    cursor = page.cursor
  }
  await client.replay.removePlan({ planId })
  return keys
}

export const LOCAL = 'local'

export function useStartSandbox(): UseMutationResult<JobSummary, Error, { planId: string }> {
  const { client } = useRpc()
  return useMutation({ mutationFn: ({ planId }: { planId: string }) => client.replay.startSandbox({ connectionId: LOCAL, planId }) })
}
