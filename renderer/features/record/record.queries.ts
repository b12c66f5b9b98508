// Asks the core about one record: whole as far as it fits, and whatever is looked at of what does not.
import { keepPreviousData, useMutation, useQueries, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import type { ReadingStart } from '../../../core/contract/messages.ts'
import type { RecordAddress, RecordPart, TextLine, WholeRecord } from '../../../core/contract/records.ts'
import type { Client } from '../../../core/contract/rpc-client.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import { useRpc } from '../../rpc/rpc-context.ts'
import type { ByteSource } from '../../ui/hex-view.tsx'
import type { FoundPlace, LineSource } from '../../ui/line-source.ts'

export type Layout = 'stored' | 'indented'

export interface RecordPlace extends RecordAddress {
  connectionId: string
  topic: string
}

/** A record never changes; the topic may be deleted and made anew, so a fresh look asks again. */
const FRESH_MS = 30_000
/** What has been looked at of a large value is given back soon. */
const PAGES_KEPT_MS = 10_000

export function useWholeRecord(place: RecordPlace): UseQueryResult<WholeRecord> {
  const { queries } = useRpc()
  return useQuery({
    ...queries.records.read.queryOptions({ input: place }),
    staleTime: FRESH_MS,
    refetchOnWindowFocus: false,
    // The record looked at before stays until the next one is there.
    placeholderData: keepPreviousData,
  })
}

const PAGE_LINES = 200

export interface PagedLines extends LineSource {
  failure: Failure | null
  retry: () => void
}

export function useLines(place: RecordPlace, of: RecordPart, layout: Layout): PagedLines {
  const { queries } = useRpc()
  const [seen, setSeen] = useState({ first: 0, last: 0 })
  const pages = pagesFrom(Math.floor(seen.first / PAGE_LINES), Math.floor(seen.last / PAGE_LINES))
  const results = useQueries({
    queries: pages.map((page) => ({
      ...queries.records.lines.queryOptions({ input: { ...place, of, layout, fromLine: page * PAGE_LINES, maxLines: PAGE_LINES } }),
      staleTime: Infinity,
      gcTime: PAGES_KEPT_MS,
      retry: false,
      refetchOnWindowFocus: false,
    })),
  })
  const byPage = new Map(pages.map((page, index) => [page, results[index]?.data?.lines]))
  const failed = results.find(({ error }) => error !== null)
  const show = useCallback((first: number, last: number) => setSeen({ first, last }), [])
  return {
    total: results.find(({ data }) => data !== undefined)?.data?.totalLines,
    at: (line): TextLine | undefined => byPage.get(Math.floor(line / PAGE_LINES))?.[line % PAGE_LINES],
    show,
    failure: failed ? failureOf(failed.error) : null,
    retry: () => void failed?.refetch(),
  }
}

/** Always the first one too: it tells how many lines there are. */
function pagesFrom(first: number, last: number): number[] {
  const pages = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return first === 0 ? pages : [0, ...pages]
}

export type Finder = (query: { text: string; fromLine: number; backwards: boolean }) => Promise<FoundPlace | null>

export function useFinder(place: RecordPlace, of: RecordPart, layout: Layout): Finder {
  const { client } = useRpc()
  return async (query) => {
    const found = await client.records.find({ ...place, of, layout, ...query })
    return found && { ...found, length: query.text.length }
  }
}

const PAGE_BYTES = 16 * 1024

export interface PagedBytes extends ByteSource {
  failure: Failure | null
  retry: () => void
}

/** `inline`: the beginning, which came with the record. */
export function useBytes(place: RecordPlace, of: RecordPart, inline: Uint8Array, sizeBytes: number): PagedBytes {
  const { queries } = useRpc()
  const [seen, setSeen] = useState({ from: 0, end: 0 })
  const first = Math.floor(seen.from / PAGE_BYTES)
  const pages = seen.end <= inline.length ? [] : pagesBetween(first, Math.floor((Math.min(seen.end, sizeBytes) - 1) / PAGE_BYTES))
  const results = useQueries({
    queries: pages.map((page) => ({
      ...queries.records.chunk.queryOptions({ input: { ...place, of, fromByte: page * PAGE_BYTES, maxBytes: PAGE_BYTES } }),
      staleTime: Infinity,
      gcTime: PAGES_KEPT_MS,
      retry: false,
      refetchOnWindowFocus: false,
    })),
  })
  const byPage = new Map(pages.map((page, index) => [page, results[index]?.data?.bytes]))
  const failed = results.find(({ error }) => error !== null)
  const show = useCallback((from: number, end: number) => setSeen({ from, end }), [])
  const at = (fromByte: number, count: number): Uint8Array | undefined => {
    if (fromByte + count <= inline.length || inline.length === sizeBytes) return inline.subarray(fromByte, fromByte + count)
    const within = fromByte % PAGE_BYTES
    return byPage.get(Math.floor(fromByte / PAGE_BYTES))?.subarray(within, within + count)
  }
  return { sizeBytes, at, show, failure: failed ? failureOf(failed.error) : null, retry: () => void failed?.refetch() }
}

const pagesBetween = (first: number, last: number): number[] => Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)

export interface NearestRecord {
  isPending: boolean
  /** null = the partition holds no record at all; undefined = nobody has asked. */
  nearest: RecordAddress | null | undefined
  failure: Failure | null
  look: () => void
}

/** The first record at or after an offset; behind the end, the last one. */
export function useNearestRecord(place: RecordPlace, onFound: (address: RecordAddress) => void): NearestRecord {
  const { client } = useRpc()
  const { data, isPending, error, mutate } = useMutation({
    mutationFn: async () => {
      const offset = place.offset < 0n ? 0n : place.offset
      return (await firstRow(client, place, { kind: 'offset', offset, untilOffset: null })) ?? (await firstRow(client, place, { kind: 'newest' }))
    },
    onSuccess: (found) => found && onFound(found),
  })
  return { nearest: data, isPending, failure: error && failureOf(error), look: () => mutate() }
}

async function firstRow(client: Client, { connectionId, topic, partition }: RecordPlace, start: ReadingStart): Promise<RecordAddress | null> {
  const events = await client.messages.browse({ connectionId, topic, start, partitions: [partition], filter: '', limit: 1 })
  for await (const { rows } of events) if (rows[0]) return { partition, offset: rows[0].offset }
  return null
}
