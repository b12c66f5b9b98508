// Asks the core about records: the newest, what arrives, one whole.
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Coverage, RecordRow, TailEvent, WholeRecord } from '../../../core/contract/messages.ts'
import type { Failure } from '../../rpc/failure.ts'
import { KEEP_ON_RECONNECT } from '../../rpc/query-client.ts'
import { useRpc, useStream } from '../../rpc/rpc-context.ts'
import { type FeedSnapshot, RecordFeed } from './record-feed.ts'

export interface Newest {
  rows: RecordRow[]
  coverage: Coverage[]
  readAtMs: number
}

export interface TopicRecords {
  newest: UseQueryResult<Newest>
  feed: RecordFeed
  snapshot: FeedSnapshot
  /** Why records do not arrive at the moment; null while they would. */
  tailFailure: Failure | null
}

/** The newest records of a topic, followed by everything that arrives after them. */
export function useTopicRecords(connectionId: string, topic: string, limit: number): TopicRecords {
  const { queries } = useRpc()
  const [feed] = useState(() => new RecordFeed())
  const snapshot = useSyncExternalStore(feed.subscribe, feed.snapshot)
  const newest = useQuery({
    ...queries.messages.newest.queryOptions({ input: { connectionId, topic, limit } }),
    // The tail keeps it current, and goes on from where it was after a reconnect.
    staleTime: Infinity,
    // The screen is mounted anew per topic, so what is kept while another limit is read is the same topic's.
    placeholderData: keepPreviousData,
    gcTime: 0,
    refetchOnWindowFocus: false,
    meta: KEEP_ON_RECONNECT,
  })
  useEffect(() => {
    if (newest.data) feed.fill(newest.data.rows, newest.data.coverage)
  }, [feed, newest.data])
  const tailFailure = useStream<TailEvent>({
    name: newest.data ? `${connectionId} ${topic} ${newest.dataUpdatedAt}` : null,
    open: (client, signal) => client.messages.tail({ connectionId, topic, from: feed.positions() }, { signal }),
    onEvent: (event) => feed.append(event),
  })
  return { newest, feed, snapshot, tailFailure }
}

export interface RecordAddress {
  partition: number
  offset: bigint
}

export function useWholeRecord(connectionId: string, topic: string, address: RecordAddress): UseQueryResult<WholeRecord> {
  const { queries } = useRpc()
  return useQuery({
    ...queries.messages.read.queryOptions({ input: { connectionId, topic, ...address } }),
    // A record never changes; the topic may be deleted and made anew, so a fresh look asks again.
    staleTime: 30_000,
    refetchOnWindowFocus: false,
  })
}
