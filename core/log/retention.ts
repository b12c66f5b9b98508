// Which records are past retention.ms or retention.bytes: whole extents from the front, as Kafka drops whole segments.
import type { PartitionExtents } from '../storage/extents.ts'
import type { LogConfigs } from './log-configs.ts'

/** The log start that retention asks for; equal to the present one when nothing is due. */
export function retainedFrom(extents: PartitionExtents, configs: LogConfigs, nowMs: number): number {
  if (!configs.isDeleted) return extents.logStartOffset
  return Math.max(startByAge(extents, configs.retentionMs, nowMs), startBySize(extents, configs.retentionBytes))
}

/** Drops extents from the front while the newest record of each is too old, the newest extent included (Kafka rolls its active segment for this). */
function startByAge({ extents, logStartOffset }: PartitionExtents, retentionMs: number, nowMs: number): number {
  if (retentionMs < 0) return logStartOffset
  let start = logStartOffset
  for (const extent of extents) {
    const newestMs = extent.maxTimestampMs >= 0 ? extent.maxTimestampMs : extent.lastAppendMs // as Kafka does for records without timestamps
    if (newestMs >= nowMs - retentionMs) break
    start = extent.lastOffset + 1
  }
  return start
}

/** Drops extents from the front while at least retention.bytes remain without them. */
function startBySize({ extents, logStartOffset, bytes }: PartitionExtents, retentionBytes: number): number {
  if (retentionBytes < 0) return logStartOffset
  let start = logStartOffset
  let remaining = bytes
  for (const extent of extents) {
    if (remaining - extent.bytes < retentionBytes) break
    remaining -= extent.bytes
    start = extent.lastOffset + 1
  }
  return start
}
