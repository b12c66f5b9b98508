// A topic's configs in the terms that its partition logs use.
import type { LogConfigs } from '../log/log-configs.ts'
import type { TopicConfigs } from '../metadata/topic-configs.ts'
import type { Codec } from '../protocol/records/compression.ts'

const CODECS: Readonly<Record<string, Codec>> = { uncompressed: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 }

export function logConfigsOf(configs: TopicConfigs): LogConfigs {
  return {
    get maxMessageBytes() {
      return configs.get('max.message.bytes')
    },
    get isCompacted() {
      return configs.get('cleanup.policy').includes('compact')
    },
    get isDeleted() {
      return configs.get('cleanup.policy').includes('delete')
    },
    get timestampType() {
      // From the time of arrival a delay is counted.
      const isStamped = configs.get('message.timestamp.type') === 'LogAppendTime' || configs.get('headwater.delivery.delay.ms') > 0
      return isStamped ? 'LogAppendTime' : 'CreateTime'
    },
    get timestampBeforeMaxMs() {
      return configs.get('message.timestamp.before.max.ms')
    },
    get timestampAfterMaxMs() {
      return configs.get('message.timestamp.after.max.ms')
    },
    get retentionMs() {
      return configs.get('retention.ms')
    },
    get retentionBytes() {
      return configs.get('retention.bytes')
    },
    get segmentBytes() {
      return configs.get('segment.bytes')
    },
    get segmentMs() {
      return configs.get('segment.ms')
    },
    get minCleanableDirtyRatio() {
      return configs.get('min.cleanable.dirty.ratio')
    },
    get minCompactionLagMs() {
      return configs.get('min.compaction.lag.ms')
    },
    get maxCompactionLagMs() {
      return configs.get('max.compaction.lag.ms')
    },
    get deleteRetentionMs() {
      return configs.get('delete.retention.ms')
    },
    get compressionType() {
      return codecNamed(configs.get('compression.type'))
    },
    get compressionLevel() {
      return compressionLevelOf(configs)
    },
  }
}

const codecNamed = (name: string): 'producer' | Codec => CODECS[name] ?? 'producer'

function compressionLevelOf(configs: TopicConfigs): number | undefined {
  switch (configs.get('compression.type')) {
    case 'gzip':
      return configs.get('compression.gzip.level')
    case 'zstd':
      return configs.get('compression.zstd.level')
    default:
      return undefined
  }
}
