// Whether the key of a record has a newer record behind its origin: replaying an old event may undo what has happened since.
import { crc32 } from 'node:zlib'
import { murmur2 } from '../../client/partitioner.ts'
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { scan, type ScanChunk } from '../../scan/engine/scan.ts'
import { openPartition } from './open-reader.ts'
import type { KeptItem } from './plan-item-rows.ts'

/** So far behind each origin it is looked. */
export const SUPERSEDED_SCAN_RECORDS = 50_000

interface Place {
  readonly index: number
  readonly offset: number
  readonly crc32: number
}

interface Lane {
  readonly topic: string
  readonly partition: number
  readonly offsets: number[]
  /** By murmur2 of the key. */
  readonly places: Map<number, Place[]>
}

export interface SupersededScan {
  readonly cluster: ClusterConnection
  readonly maxRecords?: number
  readonly signal: AbortSignal
}

/** Offsets of the newest record of the same key that was found behind an item's origin, by index. Two hashes tell keys apart. */
export async function supersededIn(items: readonly KeptItem[], options: SupersededScan): Promise<Map<number, number>> {
  const newer = new Map<number, number>()
  for (const lane of lanesOf(items)) await scanLane(lane, newer, options)
  return newer
}

function lanesOf(items: readonly KeptItem[]): Iterable<Lane> {
  const lanes = new Map<string, Lane>()
  for (const { index, origin, keyHashes } of items) {
    if (origin === null || origin.partition === null || origin.offset === null || keyHashes === null) continue
    const name = `${origin.topic}/${origin.partition}`
    const lane: Lane = lanes.get(name) ?? { topic: origin.topic, partition: origin.partition, offsets: [], places: new Map() }
    lanes.set(name, lane)
    lane.offsets.push(origin.offset)
    const [murmur, crc] = keyHashes
    const places = lane.places.get(murmur)
    if (places) places.push({ index, offset: origin.offset, crc32: crc })
    else lane.places.set(murmur, [{ index, offset: origin.offset, crc32: crc }])
  }
  return lanes.values()
}

/** One pass over what lies within reach of any of the places; what lies between is not read. */
async function scanLane({ topic, partition, offsets, places }: Lane, newer: Map<number, number>, { cluster, maxRecords = SUPERSEDED_SCAN_RECORDS, signal }: SupersededScan): Promise<void> {
  const reader = await openPartition(cluster, topic, partition)
  if (reader === null) return
  const ranges = windowsOf(offsets, maxRecords).map(([fromOffset, untilOffset]) => ({ partition, fromOffset, untilOffset }))
  const onChunk = ({ records }: ScanChunk): void => {
    for (const { record } of records) if (record.key !== null) note(newer, places, record.key, Number(record.offset), maxRecords)
  }
  const { partitions } = await scan(cluster, { topic, ranges, onChunk, signal })
  signal.throwIfAborted()
  for (const { error } of partitions) if (error) throw error
}

function note(newer: Map<number, number>, places: Lane['places'], key: Buffer, at: number, maxRecords: number): void {
  const candidates = places.get(murmur2(key))
  if (candidates === undefined) return
  const crc = crc32(key)
  for (const place of candidates) if (place.crc32 === crc && at > place.offset && at <= place.offset + maxRecords) newer.set(place.index, at)
}

/** Ranges of offsets behind the places, those that touch made one. */
function windowsOf(offsets: readonly number[], maxRecords: number): [from: number, until: number][] {
  const windows: [number, number][] = []
  for (const offset of offsets.toSorted((a, b) => a - b)) {
    const last = windows.at(-1)
    if (last !== undefined && offset + 1 <= last[1]) last[1] = offset + 1 + maxRecords
    else windows.push([offset + 1, offset + 1 + maxRecords])
  }
  return windows
}
