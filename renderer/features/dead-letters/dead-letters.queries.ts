// Asks the core about dead letters: which topics hold them, what failed, one case; and tells it what a person has made of them.
import { keepPreviousData, useMutation, type UseMutationResult, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type {
  DeadLetterFlow,
  FailureCase,
  FailureFilter,
  FailureGroup,
  FailureKey,
  FailureRow,
  IndexEvent,
  PurgePreview,
  RecognisedTopic,
  Timeline,
  TopicMapping,
  TriageState,
  UserDialect,
} from '../../../core/contract/dead-letters.ts'
import type { RecordAddress, WholeRecord } from '../../../core/contract/records.ts'
import type { Client } from '../../../core/contract/rpc-client.ts'
import type { Failure } from '../../rpc/failure.ts'
import { hashQueryKey } from '../../rpc/query-client.ts'
import { useRpc, useStream } from '../../rpc/rpc-context.ts'
import { type Pages, usePages } from '../../rpc/use-pages.ts'

export interface Recognised {
  flows: DeadLetterFlow[]
  lookedFor: { patterns: string[]; dialects: string[] }
  topicCount: number
  readAtMs: number
}

const RECOGNISE_EVERY_MS = 30_000
const PAGE_ROWS = 200

export function useRecognised(connectionId: string): UseQueryResult<Recognised> {
  const { queries } = useRpc()
  return useQuery({ ...queries.deadLetters.recognise.queryOptions({ input: { connectionId } }), refetchInterval: RECOGNISE_EVERY_MS })
}

/** One topic, whatever its name: its records are looked at. null = none is asked about. */
export function useRecognisedTopic(connectionId: string, topic: string | null): UseQueryResult<RecognisedTopic> {
  const { queries } = useRpc()
  return useQuery({ ...queries.deadLetters.recogniseTopic.queryOptions({ input: { connectionId, topic: topic ?? '' } }), enabled: topic !== null, staleTime: 30_000 })
}

export interface IndexWatch {
  index: IndexEvent | null
  failure: Failure | null
}

/** Keeps the core reading what is new in these topics while somebody looks. */
export function useIndex(connectionId: string, topics: readonly string[]): IndexWatch {
  const name = topics.length === 0 ? null : `${connectionId} ${topics.join(' ')}`
  const [seen, setSeen] = useState<{ name: string; event: IndexEvent } | null>(null)
  const failure = useStream<IndexEvent>({
    name,
    open: (client, signal) => client.deadLetters.index({ connectionId, topics: [...topics] }, { signal }),
    onEvent: (event) => setSeen({ name: name!, event }),
  })
  return { index: seen?.name === name ? seen.event : null, failure }
}

export interface Asked {
  connectionId: string
  topics: string[]
  filter: FailureFilter
}

export interface GroupAnswer {
  groups: FailureGroup[]
  total: number
  version: number
}

/** `version` is that of the index: with another one it is asked again, and what was there stays until the answer comes. */
export function useFailureGroups(asked: Asked, version: number): UseQueryResult<GroupAnswer> {
  const { queries } = useRpc()
  const options = queries.deadLetters.groups.queryOptions({ input: asked })
  return useAgain(useQuery({ ...options, enabled: asked.topics.length > 0, placeholderData: keepPreviousData }), version)
}

export function useTimeline(asked: Asked, steps: number, version: number): UseQueryResult<Timeline> {
  const { queries } = useRpc()
  const options = queries.deadLetters.timeline.queryOptions({ input: { ...asked, steps } })
  return useAgain(useQuery({ ...options, enabled: asked.topics.length > 0 && steps > 0, placeholderData: keepPreviousData }), version)
}

export type ListOrder = 'newest' | 'oldest' | 'attempts' | 'key'

export const useFailureList = (asked: Asked, order: ListOrder, version: number): Pages<FailureRow> =>
  usePages<FailureRow, string>({
    name: hashQueryKey([asked, order]),
    firstCursor: null,
    read: async (client, cursor, signal) => {
      if (asked.topics.length === 0) return { rows: [], cursor: null, total: 0 }
      return client.deadLetters.list({ ...asked, order, cursor, limit: PAGE_ROWS }, { signal })
    },
    version,
  })

/** `version`: a state or a note may have changed with it. */
export function useCase(connectionId: string, key: FailureKey | null, version: number): UseQueryResult<FailureCase> {
  const { queries } = useRpc()
  const options = queries.deadLetters.case.queryOptions({ input: { connectionId, key: key ?? NO_KEY } })
  return useAgain(useQuery({ ...options, enabled: key !== null, placeholderData: keepPreviousData }), version)
}

const NO_KEY: FailureKey = { topic: '', topicId: '', partition: 0, offset: 0n }

/** Not by its key: where reading again fails, what was read before stays. */
function useAgain<Query extends { refetch: () => Promise<unknown>; isFetched: boolean }>(query: Query, version: number): Query {
  const answered = useRef(version)
  const again = useEffectEvent(() => query.isFetched && void query.refetch())
  useEffect(() => {
    if (answered.current !== version) again()
    answered.current = version
  }, [version])
  return query
}

/** A record as the log has it. null = nobody wants it. */
export function useRecordAt(connectionId: string, address: ({ topic: string } & RecordAddress) | null): UseQueryResult<WholeRecord> {
  const { queries } = useRpc()
  const input = { connectionId, topic: address?.topic ?? '', partition: address?.partition ?? 0, offset: address?.offset ?? 0n }
  return useQuery({ ...queries.records.read.queryOptions({ input }), enabled: address !== null, staleTime: 30_000, refetchOnWindowFocus: false })
}

// ---- what a person makes of them ------------------------------------------------------------------------------------------------

export type Marked = { kind: 'keys'; keys: FailureKey[] } | { kind: 'filter'; filter: FailureFilter }

export interface DeadLetterChanges {
  setState: UseMutationResult<{ changed: number }, Error, { topics: string[]; select: Marked; state: TriageState }>
  setNote: UseMutationResult<unknown, Error, { fingerprint: string; note: string }>
  setCaseNote: UseMutationResult<unknown, Error, { key: FailureKey; note: string }>
  merge: UseMutationResult<unknown, Error, { into: string; fingerprints: string[] }>
  split: UseMutationResult<unknown, Error, { fingerprint: string }>
  rebuild: UseMutationResult<unknown, Error, { topic: string }>
}

/** Each brings everything up to date that is looked at. */
export function useDeadLetterChanges(connectionId: string, onChanged: () => void): DeadLetterChanges {
  return {
    setState: useChange((client, input) => client.deadLetters.setState({ connectionId, ...input }), onChanged),
    setNote: useChange((client, input) => client.deadLetters.setNote({ connectionId, ...input }), onChanged),
    setCaseNote: useChange((client, input) => client.deadLetters.setCaseNote({ connectionId, ...input }), onChanged),
    merge: useChange((client, input) => client.deadLetters.merge({ connectionId, ...input }), onChanged),
    split: useChange((client, input) => client.deadLetters.split({ connectionId, ...input }), onChanged),
    rebuild: useChange((client, input) => client.deadLetters.rebuild({ connectionId, ...input }), onChanged),
  }
}

function useChange<Input, Output>(change: (client: Client, input: Input) => Promise<Output>, onChanged?: () => void): UseMutationResult<Output, Error, Input> {
  const { client, queries } = useRpc()
  const cache = useQueryClient()
  const onSuccess = (): void => {
    onChanged?.()
    void cache.invalidateQueries({ queryKey: queries.deadLetters.key() })
  }
  return useMutation({ mutationFn: (input: Input) => change(client, input), onSuccess })
}

/** All that meet the filter now, one by one. */
export function useReadAll(): (asked: Asked) => Promise<FailureRow[]> {
  const { client } = useRpc()
  return async (asked) => {
    const rows: FailureRow[] = []
    let cursor: string | null = null
    do {
      const page: { rows: FailureRow[]; cursor: string | null } = await client.deadLetters.list({ ...asked, order: 'newest', cursor, limit: 500 })
      rows.push(...page.rows)
      cursor = page.cursor
    } while (cursor !== null)
    return rows
  }
}

/** They count as seen from now on. */
export function useMarkVisited(connectionId: string): (topics: readonly string[]) => Promise<unknown> {
  const { client } = useRpc()
  return (topics) => client.deadLetters.markVisited({ connectionId, topics: [...topics] })
}

// ---- rules ----------------------------------------------------------------------------------------------------------------------

export function useTopicNames(connectionId: string): UseQueryResult<{ topics: { name: string }[] }> {
  const { queries } = useRpc()
  return useQuery(queries.topics.list.queryOptions({ input: { connectionId, includeInternal: false } }))
}

/** A topic for parked records, with as many partitions as those have that they come from. */
export function useCreateTopic(connectionId: string): UseMutationResult<unknown, Error, { topic: string; partitionCount: number }> {
  const { client, queries } = useRpc()
  const cache = useQueryClient()
  const onSuccess = (): void => void cache.invalidateQueries({ queryKey: queries.topics.key() })
  return useMutation({ mutationFn: (topic) => client.topics.create({ connectionId, ...topic }), onSuccess })
}

export function useMappings(connectionId: string): UseQueryResult<TopicMapping[]> {
  const { queries } = useRpc()
  return useQuery(queries.deadLetters.mappings.queryOptions({ input: { connectionId } }))
}

export interface Dialects {
  builtIn: { id: string; name: string; headers: string[] }[]
  own: UserDialect[]
}

export function useDialects(): UseQueryResult<Dialects> {
  const { queries } = useRpc()
  return useQuery(queries.deadLetters.dialects.queryOptions())
}

export interface RuleChanges {
  setMapping: UseMutationResult<TopicMapping[], Error, TopicMapping>
  removeMapping: UseMutationResult<TopicMapping[], Error, string>
  setDialect: UseMutationResult<UserDialect[], Error, UserDialect>
  removeDialect: UseMutationResult<UserDialect[], Error, string>
}

export function useRuleChanges(connectionId: string): RuleChanges {
  return {
    setMapping: useChange((client, mapping) => client.deadLetters.setMapping({ connectionId, mapping })),
    removeMapping: useChange((client, id) => client.deadLetters.removeMapping({ connectionId, id })),
    setDialect: useChange((client, dialect) => client.deadLetters.setDialect(dialect)),
    removeDialect: useChange((client, id) => client.deadLetters.removeDialect({ id })),
  }
}

export interface DialectPreview {
  rows: { row: FailureRow; issues: string[]; headers: { name: string; text: string }[] }[]
  signature: number
}

export function useDialectPreview(connectionId: string, topic: string, dialect: UserDialect | null): UseQueryResult<DialectPreview> {
  const { queries } = useRpc()
  const input = { connectionId, topic, dialect: dialect ?? NO_DIALECT }
  return useQuery({ ...queries.deadLetters.previewDialect.queryOptions({ input }), enabled: dialect !== null && topic !== '', placeholderData: keepPreviousData })
}

const NO_DIALECT: UserDialect = { id: '', name: '', newest: 'last', fields: [], owned: [], payload: 'full', recordTime: 'failure' }

// ---- purge and export -----------------------------------------------------------------------------------------------------------

export interface PurgeAsked {
  topic: string
  keys: FailureKey[]
}

export function usePurgePreview(connectionId: string, asked: PurgeAsked): UseQueryResult<PurgePreview> {
  const { queries } = useRpc()
  return useQuery({ ...queries.deadLetters.purgePreview.queryOptions({ input: { connectionId, ...asked } }), staleTime: 0, refetchOnWindowFocus: false })
}

export interface Purged {
  partitions: { partition: number; startOffset: bigint | null; error: string | null }[]
}

export interface PurgeOrder extends PurgeAsked {
  token: string
  confirmName: string
  waive: boolean
  exportId: string | null
}

export const usePurge = (connectionId: string): UseMutationResult<Purged, Error, PurgeOrder> =>
  useChange((client, order) => client.deadLetters.purge({ connectionId, ...order }))
