// Records of the same keys just before the ones that failed: what a consumer had seen of a key when it came to the failure.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { EARLIEST } from '../../client/admin/list-offsets.ts'
import type { FailureKey } from '../failure.ts'
import { topicIdOf } from './fetch-records.ts'
import { openPartition } from './open-reader.ts'
import type { KeptItem } from './plan-item-rows.ts'
import { keyHashesOf } from './target-partition.ts'

/** So far before each origin it is looked. */
const WINDOW_OFFSETS = 10_000

export interface NeighbourSearch {
  readonly cluster: ClusterConnection
  readonly clusterId: string
  /** Of each record, at most. */
  readonly count: number
  readonly signal: AbortSignal
}

interface Lane {
  readonly topic: string
  readonly partition: number
  readonly origins: Set<number>
  /** Offsets of the origins of a key, ascending. */
  readonly byKey: Map<string, number[]>
}

/** The origins themselves are not among them. */
export async function neighboursOf(items: readonly KeptItem[], search: NeighbourSearch): Promise<FailureKey[]> {
  const found: FailureKey[] = []
  if (search.count === 0) return found
  for (const lane of lanesOf(items)) found.push(...(await neighboursIn(lane, search)))
  return found
}

function lanesOf(items: readonly KeptItem[]): Iterable<Lane> {
  const lanes = new Map<string, Lane>()
  for (const { origin, keyHashes } of items) {
    if (origin === null || origin.partition === null || origin.offset === null) continue
    const name = `${origin.topic}/${origin.partition}`
    const lane: Lane = lanes.get(name) ?? { topic: origin.topic, partition: origin.partition, origins: new Set(), byKey: new Map() }
    lanes.set(name, lane)
    lane.origins.add(origin.offset)
    if (keyHashes !== null) lane.byKey.set(keyHashes.join(), [...(lane.byKey.get(keyHashes.join()) ?? []), origin.offset])
  }
  return lanes.values()
}

async function neighboursIn({ topic: name, partition, origins, byKey }: Lane, { cluster, clusterId, count, signal }: NeighbourSearch): Promise<FailureKey[]> {
  const reader = await openPartition(cluster, name, partition)
  if (reader === null) return []
  const before = new Map<string, number[]>()
  const wanted = new Set<number>()
  const start = await reader.offset(partition, EARLIEST)
  for (const [from, until] of windowsOf(origins)) {
    for (let offset = Math.max(start, from); offset < until; ) {
      signal.throwIfAborted()
      const { records, nextOffset, outcomeOf } = await reader.read(partition, offset)
      for (const { key, offset: at, batch } of records) {
        if (key === null || outcomeOf(batch) === 'aborted') continue
        const hashes = keyHashesOf(key)!.join()
        const places = byKey.get(hashes)
        if (places === undefined) continue
        const last = before.get(hashes) ?? []
        before.set(hashes, last)
        if (places.includes(Number(at))) for (const earlier of last) wanted.add(earlier)
        last.push(Number(at))
        if (last.length > count) last.shift()
      }
      if (nextOffset <= offset) break
      offset = nextOffset
    }
  }
  const { topic } = reader
  return [...wanted].filter((offset) => !origins.has(offset)).toSorted((a, b) => a - b).map((offset) => ({ clusterId, topic: name, topicId: topicIdOf(topic), partition, offset }))
}

/** Up to each origin and with it, those that touch made one. */
function windowsOf(origins: ReadonlySet<number>): [from: number, until: number][] {
  const windows: [number, number][] = []
  for (const offset of [...origins].toSorted((a, b) => a - b)) {
    const last = windows.at(-1)
    const from = Math.max(0, offset - WINDOW_OFFSETS)
    if (last !== undefined && from <= last[1]) last[1] = offset + 1
    else windows.push([from, offset + 1])
  }
  return windows
}
