// Asks the core about records: readings and what arrives, whole records, and how many partitions there are.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useState, useSyncExternalStore } from 'react'
import type { TailEvent } from '../../../core/contract/messages.ts'
import type { Client } from '../../../core/contract/rpc-client.ts'
import type { TopicPartition } from '../../../core/contract/topics.ts'
import { type Failure, failureOf } from '../../rpc/failure.ts'
import { useRpc, useStream } from '../../rpc/rpc-context.ts'
import { now } from '../../ui/clock.ts'
import { type Asked, type Browse, type ReadingSnapshot, TopicReading } from './topic-reading.ts'

/** Readings of topics that were left: a topic that is looked at again is as it was. */
const kept = new Map<string, TopicReading>()
const MAX_KEPT = 6

function keptReading(name: string, make: () => TopicReading): TopicReading {
  const reading = kept.get(name) ?? make()
  kept.delete(name)
  kept.set(name, reading)
  for (const oldest of kept.keys()) {
    if (kept.size <= MAX_KEPT) break
    kept.delete(oldest)
  }
  return reading
}

const browseBy =
  (client: Client, connectionId: string, topic: string): Browse =>
  ({ start, filter, withAborted, partitions, limit }, signal) =>
    client.messages.browse({ connectionId, topic, start, filter, withAborted, limit, partitions: partitions?.slice() }, { signal })

export interface OpenReading {
  reading: TopicReading
  snapshot: ReadingSnapshot
  /** Why records do not arrive at the moment; null while they would. */
  tailFailure: Failure | null
}

/** Why there is nothing to read at all: the topic is gone, or never was. */
export const missingTopic = ({ snapshot, tailFailure }: OpenReading): Failure | null =>
  [snapshot.failure, tailFailure].find((failure) => failure?.code === 'NOT_FOUND') ?? null

/** Nothing arrives from some partition, or from all; it is tried again. */
export const isTailBroken = ({ snapshot, tailFailure }: OpenReading): boolean => tailFailure !== null || snapshot.live.errors.length > 0

/** The reading of a topic as `asked`, followed by what arrives where that belongs to it. Another `asked.id` begins anew. */
export function useTopicReading(connectionId: string, topic: string, asked: Asked | null, tailRows: number): OpenReading {
  const { client } = useRpc()
  const browse = useMemo(() => browseBy(client, connectionId, topic), [client, connectionId, topic])
  const [reading] = useState(() =>
    keptReading(`${connectionId} ${topic} ${tailRows}`, () => new TopicReading({ browse, now, onFrame, failureOf }, tailRows)),
  )
  const snapshot = useSyncExternalStore(reading.subscribe, reading.snapshot)
  useEffect(() => reading.connect(browse), [reading, browse])
  const begin = useEffectEvent(() => {
    if (asked && !reading.stands(asked)) reading.begin(asked)
  })
  useEffect(() => begin(), [reading, asked?.id])
  useEffect(() => () => reading.rest(), [reading])
  const shown = snapshot.asked
  const tailFailure = useStream<TailEvent>({
    name: snapshot.tail === null ? null : `${connectionId} ${topic} ${snapshot.tail}`,
    open: (newest, signal) => {
      const { filter, partitions } = shown!
      const from = reading.tailFrom()
      return newest.messages.tail({ connectionId, topic, filter, from, partitions: partitions?.slice() }, { signal })
    },
    onEvent: (event) => reading.arrive(event),
  })
  return { reading, snapshot, tailFailure }
}

const onFrame = (run: () => void): void => void requestAnimationFrame(run)

/** What a topic is made of, as far as reading it goes. */
export interface TopicShape {
  /** Every one with its offsets; undefined before they are known. */
  partitions: readonly TopicPartition[] | undefined
  isCompacted: boolean
}

export function useTopicShape(connectionId: string, topic: string): TopicShape {
  const { queries } = useRpc()
  const detail = useQuery({ ...queries.topics.describe.queryOptions({ input: { connectionId, topic } }), staleTime: 60_000 })
  const policy = detail.data?.configs.find(({ name }) => name === 'cleanup.policy')?.value
  return { partitions: detail.data?.partitions, isCompacted: policy?.includes('compact') === true }
}
