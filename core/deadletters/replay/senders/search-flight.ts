// Looks for records that may have arrived: reads the target from where it ended before them, and knows them by their x-replay-id.
import { LAST_STABLE, leaderOffsets, placeKey } from '../../../client/admin/list-offsets.ts'
import type { ClusterConnection } from '../../../client/cluster-connection.ts'
import { TopicReader } from '../../../client/topic-reader.ts'
import { REPLAY_ID } from '../../replay-mark.ts'
import type { Flight, FlightPlace } from '../jobs/flight.ts'
import type { Recovery, SentPlace } from './sender.ts'
import { startOffsets } from './target-guard.ts'

export interface SearchOptions {
  /** null where an item was sent without a stamp. */
  readonly replayIdOf: (index: number) => string | null
  readonly fromOffset: (topic: string, partition: number) => number
  readonly signal: AbortSignal
}

/** Reads only what is committed, up to where that ends now. */
export async function searchFlight(cluster: ClusterConnection, { places }: Flight, options: SearchOptions): Promise<Omit<Recovery, 'next'>> {
  const found = await Promise.all(places.map(async (place) => searchPlace(cluster, place, options)))
  return { sent: found.flatMap(({ sent }) => sent), unsent: found.flatMap(({ unsent }) => unsent), inDoubt: found.flatMap(({ inDoubt }) => inDoubt) }
}

async function searchPlace(cluster: ClusterConnection, place: FlightPlace, { replayIdOf, fromOffset, signal }: SearchOptions): Promise<Omit<Recovery, 'next'>> {
  const { topic, partition, indexes } = place
  const from = place.endOffset ?? fromOffset(topic, partition)
  const wanted = new Map(indexes.flatMap((index) => replayIdOf(index) ?? []).map((id, i) => [id, indexes[i]!] as const))
  const inDoubt = (some: readonly number[], message: string): Omit<Recovery, 'next'> => ({ sent: [], unsent: [], inDoubt: some.map((index) => ({ index, topic, partition, message })) })
  if (wanted.size < indexes.length) return inDoubt(indexes, 'It was sent without x-replay-id, so that nobody can tell whether it arrived.')
  const reader = await TopicReader.open(cluster, topic)
  const start = (await startOffsets(cluster, reader.topic)).get(partition)
  const sent = await find(cluster, reader, { partition, from: Math.max(from, start ?? from), wanted, signal })
  const missing = indexes.filter((index) => !sent.some(({ indexes: [at] }) => at === index))
  if (missing.length === 0) return { sent, unsent: [], inDoubt: [] }
  if (start === undefined || start === null || start > from) return { ...inDoubt(missing, `Partition ${partition} of "${topic}" begins at offset ${start ?? '(unknown)'} now: what was sent from offset ${from} on cannot be looked for.`), sent }
  return { sent, unsent: missing, inDoubt: [] }
}

interface Wanted {
  readonly partition: number
  readonly from: number
  readonly wanted: ReadonlyMap<string, number>
  readonly signal: AbortSignal
}

async function find(cluster: ClusterConnection, reader: TopicReader, { partition, from, wanted, signal }: Wanted): Promise<SentPlace[]> {
  const topic = reader.topic.name
  const { leader } = reader.partition(partition)
  const end = (await leaderOffsets(cluster, [{ topic, partition, leader }], LAST_STABLE)).get(placeKey({ topic, partition }))!
  if (end.error) throw end.error
  const sent: SentPlace[] = []
  for (let offset = from; offset < end.offset && sent.length < wanted.size && !signal.aborted; ) {
    const { records, nextOffset, outcomeOf } = await reader.read(partition, offset)
    for (const record of records) {
      const index = wanted.get(String(record.headers.findLast(({ key }) => key === REPLAY_ID)?.value ?? ''))
      if (index === undefined || outcomeOf(record.batch) === 'aborted') continue
      sent.push({ topic, partition, indexes: [index], baseOffset: Number(record.offset) })
    }
    if (nextOffset <= offset) break
    offset = nextOffset
  }
  return sent
}
