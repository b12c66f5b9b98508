// What a partition log needs to know of its topic's configuration, in Kafka's terms and units. Read at every use: a change acts at once.
import type { Codec } from '../protocol/records/compression.ts'

export interface LogConfigs {
  /** `max.message.bytes`: the largest batch, bytes. */
  readonly maxMessageBytes: number
  /** `cleanup.policy` contains `compact`: records need a key. */
  readonly isCompacted: boolean
  /** `cleanup.policy` contains `delete`: retention applies. */
  readonly isDeleted: boolean
  /** `message.timestamp.type`. */
  readonly timestampType: 'CreateTime' | 'LogAppendTime'
  /** `message.timestamp.before.max.ms`; Infinity = any. */
  readonly timestampBeforeMaxMs: number
  /** `message.timestamp.after.max.ms`. */
  readonly timestampAfterMaxMs: number
  /** `retention.ms`; -1 = for ever. */
  readonly retentionMs: number
  /** `retention.bytes`; -1 = any size. */
  readonly retentionBytes: number
  /** `segment.bytes`: at this size a segment ends and the next begins; retention and compaction take segments whole. */
  readonly segmentBytes: number
  /** `segment.ms`: at this age a segment ends and the next begins. */
  readonly segmentMs: number
  /** `min.cleanable.dirty.ratio`: the share of a compacted log that is uncompacted before it is compacted again, 0 to 1. */
  readonly minCleanableDirtyRatio: number
  /** `min.compaction.lag.ms`: a record younger than this is not compacted away. */
  readonly minCompactionLagMs: number
  /** `max.compaction.lag.ms`: a log with an uncompacted record older than this is due; a huge number means never for that reason. */
  readonly maxCompactionLagMs: number
  /** `delete.retention.ms`: how long tombstones stay after their log was first compacted. */
  readonly deleteRetentionMs: number
  /** `compression.type`: the codec that batches are stored in, or as the producer sent them. */
  readonly compressionType: 'producer' | Codec
  /** `compression.gzip.level` or `compression.zstd.level`, whichever belongs to the codec; undefined for the others, which have one. */
  readonly compressionLevel: number | undefined
}
