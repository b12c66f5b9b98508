// The order in which a plan's items are sent: that in which their origins were written.
// Of one origin partition it is that of offsets (R4). Partitions are merged by time as consumers would have met them: a record never before one
// that stands ahead of it in its own partition, however clocks went.
import type { ItemOrigin } from './plan.ts'

export interface Orderable {
  readonly origin: ItemOrigin | null
  readonly source: { readonly offset?: number; readonly line?: number }
  /** Of the record as it is to be sent, where its origin's is not known. */
  readonly timestampMs: number
}

interface Lane {
  readonly number: number
  readonly indexes: number[]
}

/** Indexes of the items, in order. */
export function planOrder(items: readonly Orderable[]): number[] {
  const lanes = new Map<string, Lane>()
  for (const [index, { origin }] of items.entries()) laneOf(lanes, origin).indexes.push(index)
  const timeMs = new Float64Array(items.length)
  const lane = new Uint32Array(items.length)
  const rank = new Uint32Array(items.length)
  for (const { number, indexes } of lanes.values()) {
    indexes.sort((a, b) => positionOf(items[a]!) - positionOf(items[b]!) || sourceOf(items[a]!) - sourceOf(items[b]!))
    let latestMs = Number.NEGATIVE_INFINITY
    for (const [place, index] of indexes.entries()) {
      latestMs = Math.max(latestMs, timeOf(items[index]!))
      timeMs[index] = latestMs
      lane[index] = number
      rank[index] = place
    }
  }
  return [...items.keys()].sort((a, b) => timeMs[a]! - timeMs[b]! || lane[a]! - lane[b]! || rank[a]! - rank[b]!)
}

/** Where no origin offset is known, all stand in one lane by their time. */
function laneOf(lanes: Map<string, Lane>, origin: ItemOrigin | null): Lane {
  const isKnown = origin !== null && origin.partition !== null && origin.offset !== null
  const key = isKnown ? `${origin.topic}/${origin.partition}` : ''
  const known = lanes.get(key)
  if (known) return known
  const lane = { number: lanes.size, indexes: [] }
  lanes.set(key, lane)
  return lane
}

function positionOf(item: Orderable): number {
  const { origin } = item
  return origin !== null && origin.partition !== null && origin.offset !== null ? origin.offset : timeOf(item)
}

function timeOf({ origin, timestampMs }: Orderable): number {
  return origin?.timestampMs ?? timestampMs
}

function sourceOf({ source }: Orderable): number {
  return source.offset ?? source.line ?? 0
}
