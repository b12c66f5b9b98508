// When a log is due for compaction and how much of it: by dirty ratio, by age, or because tombstones may go.
import type { Extent } from '../../storage/extents.ts'
import type { CompactionRecord } from '../../storage/tables.ts'
import type { LogConfigs } from '../log-configs.ts'

/** What is known of a log when it is asked. */
export interface CompactionState {
  /** Those that take no more batches, in offset order: the newest one that does is never compacted. */
  readonly closed: readonly Extent[]
  readonly logStartOffset: number
  /** Nothing at or above it is touched: there may be an open transaction. */
  readonly lastStableOffset: number
  /** Of the last compaction; undefined before the first. */
  readonly record: CompactionRecord | undefined
  readonly nowMs: number
}

export interface CompactionPlan {
  /** Where the uncompacted part begins, and where the part ends that may be compacted now. */
  readonly dirtyFrom: number
  readonly cleanableUntil: number
  readonly hasDirty: boolean
  /** Tombstones or markers that were left in place may go now. */
  readonly hasDueHorizon: boolean
  readonly isDue: boolean
}

export function planCompaction(state: CompactionState, configs: LogConfigs): CompactionPlan {
  const { closed, logStartOffset, record, nowMs } = state
  const dirtyFrom = Math.max(logStartOffset, record?.cleanedUntil ?? 0)
  const cleanableUntil = Math.max(dirtyFrom, endOfCleanable(state, configs))
  const dirty = closed.filter(({ firstOffset, lastOffset }) => lastOffset >= dirtyFrom && firstOffset < cleanableUntil)
  const cleanBytes = bytesOf(closed.filter(({ lastOffset }) => lastOffset < dirtyFrom))
  const hasDirty = cleanableUntil > dirtyFrom && dirty.length > 0
  const ratio = hasDirty ? bytesOf(dirty) / Math.max(1, bytesOf(dirty) + cleanBytes) : 0
  const hasDueHorizon = record !== undefined && record.nextHorizonMs >= 0 && record.nextHorizonMs <= nowMs && closed.some(({ firstOffset }) => firstOffset < dirtyFrom)
  const isOverdue = hasDirty && nowMs - dirty[0]!.firstAppendMs > configs.maxCompactionLagMs
  return { dirtyFrom, cleanableUntil, hasDirty, hasDueHorizon, isDue: ratio > configs.minCleanableDirtyRatio || isOverdue || hasDueHorizon }
}

/** True when the newest extent should end, so that it can be compacted: what Kafka calls rolling the active segment. */
export function mustEndSegment(tail: Extent, { segmentMs, maxCompactionLagMs }: LogConfigs, nowMs: number): boolean {
  return nowMs - tail.firstAppendMs >= Math.min(segmentMs, maxCompactionLagMs)
}

function endOfCleanable({ closed, lastStableOffset, nowMs }: CompactionState, { minCompactionLagMs }: LogConfigs): number {
  let end = 0
  for (const extent of closed) {
    if (minCompactionLagMs > 0 && newestMsOf(extent) > nowMs - minCompactionLagMs) break
    end = extent.lastOffset + 1
  }
  return Math.min(end, lastStableOffset)
}

/** As Kafka does for records without timestamps. */
const newestMsOf = ({ maxTimestampMs, lastAppendMs }: Extent): number => (maxTimestampMs >= 0 ? maxTimestampMs : lastAppendMs)

export const bytesOf = (extents: readonly Extent[]): number => extents.reduce((sum, { bytes }) => sum + bytes, 0)
