// Every topic config of Apache Kafka 4.x: type, default, limits, one sentence, and the broker configs that supply its default.
import type { BrokerConfigName } from './broker-config-definitions.ts'
import type { ConfigDefinition, ConfigValue } from './config-definition.ts'
import { bool, double, int, list, long, string } from './config-definition.ts'

export const LONG_MAX = 9_223_372_036_854_775_807n
export const COMPRESSION_TYPES = ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'] as const
export const TIMESTAMP_TYPES = ['CreateTime', 'LogAppendTime'] as const

const DAY_MS = 86_400_000
const MIB = 1_048_576

export type TopicConfigDefinition<V extends ConfigValue = ConfigValue> = ConfigDefinition<V> & {
  /** Where the default comes from, the first that is set; `.minutes` and `.hours` are turned into milliseconds. */
  readonly brokerConfigs: readonly BrokerConfigName[]
}

/** gzip's level: 1 to 9, or -1 for the codec's own choice. */
export const gzipLevelProblem = (level: number): string | null =>
  level === -1 || (level >= 1 && level <= 9) ? null : 'it must be between 1 and 9, or -1'

export const topicConfigDefinitions = {
  'cleanup.policy': from(['log.cleanup.policy'], list('delete',
    'How old records leave the topic: "delete" drops them by age and size; "compact" demands keys and keeps the newest record of each.',
    { oneOf: ['compact', 'delete'] })),
  'compression.gzip.level': from(['compression.gzip.level'], int(-1,
    'The gzip level used when the broker compresses again because compression.type is gzip.', { check: gzipLevelProblem })),
  'compression.lz4.level': from(['compression.lz4.level'], int(9,
    'The lz4 level used when the broker compresses again because compression.type is lz4; Headwater has one.', { atLeast: 1, atMost: 17, inert: true })),
  'compression.type': from(['compression.type'], string('producer',
    'The codec in which batches are stored, whatever the producer chose; "producer" keeps the producer\'s.', { oneOf: COMPRESSION_TYPES })),
  'compression.zstd.level': from(['compression.zstd.level'], int(3,
    'The zstd level used when the broker compresses again because compression.type is zstd.', { atLeast: -131_072, atMost: 22 })),
  'delete.retention.ms': from(['log.cleaner.delete.retention.ms'], long(DAY_MS,
    'How long a tombstone stays readable in a compacted topic, milliseconds.', { atLeast: 0 })),
  'file.delete.delay.ms': from(['log.segment.delete.delay.ms'], long(60_000,
    'How long Kafka waits before it removes a deleted segment file, milliseconds.', { atLeast: 0, inert: true })),
  'flush.messages': from(['log.flush.interval.messages'], long(LONG_MAX,
    'After how many records Kafka forces a flush; Headwater flushes before every acknowledgement.', { atLeast: 1, inert: true })),
  'flush.ms': from(['log.flush.interval.ms', 'log.flush.scheduler.interval.ms'], long(LONG_MAX,
    'After how many milliseconds Kafka forces a flush; Headwater flushes before every acknowledgement.', { atLeast: 0, inert: true })),
  'follower.replication.throttled.replicas': from([], list('',
    'Replicas whose replication is throttled on the follower, as partition:broker pairs or "*".',
    { check: throttledReplicasProblem, inert: true })),
  'headwater.delivery.delay.ms': from([], long(0,
    'How long a record stays out of sight after it arrived, milliseconds; 0 = not at all. Such a topic stamps its records on arrival. Headwater only.',
    { atLeast: 0, atMost: 30 * DAY_MS })),
  'index.interval.bytes': from(['log.index.interval.bytes'], int(4096,
    'How many bytes of log lie between two entries of Kafka\'s offset index.', { atLeast: 0, inert: true })),
  'leader.replication.throttled.replicas': from([], list('',
    'Replicas whose replication is throttled on the leader, as partition:broker pairs or "*".',
    { check: throttledReplicasProblem, inert: true })),
  'local.retention.bytes': from(['log.local.retention.bytes'], long(-2,
    'With tiered storage: bytes of a partition kept on local disk; -2 follows retention.bytes.', { atLeast: -2, inert: true })),
  'local.retention.ms': from(['log.local.retention.ms'], long(-2,
    'With tiered storage: milliseconds for which segments stay on local disk; -2 follows retention.ms.', { atLeast: -2, inert: true })),
  'max.compaction.lag.ms': from(['log.cleaner.max.compaction.lag.ms'], long(LONG_MAX,
    'The longest a record of a compacted topic may stay out of compaction, milliseconds.', { atLeast: 1 })),
  'max.message.bytes': from(['message.max.bytes'], int(1_048_588,
    'The largest record batch that the topic accepts, bytes as sent, after compression.', { atLeast: 0 })),
  'message.timestamp.after.max.ms': from(['log.message.timestamp.after.max.ms'], long(3_600_000,
    'How far a record\'s timestamp may lie after the broker\'s clock, milliseconds; only for CreateTime.', { atLeast: 0 })),
  'message.timestamp.before.max.ms': from(['log.message.timestamp.before.max.ms'], long(LONG_MAX,
    'How far a record\'s timestamp may lie before the broker\'s clock, milliseconds; only for CreateTime.', { atLeast: 0 })),
  'message.timestamp.type': from(['log.message.timestamp.type'], string('CreateTime',
    'Whether a record keeps the producer\'s time (CreateTime) or gets the broker\'s on arrival (LogAppendTime).', { oneOf: TIMESTAMP_TYPES })),
  'min.cleanable.dirty.ratio': from(['log.cleaner.min.cleanable.ratio'], double(0.5,
    'The share of a compacted log that must be uncompacted before it is compacted again.', { atLeast: 0, atMost: 1 })),
  'min.compaction.lag.ms': from(['log.cleaner.min.compaction.lag.ms'], long(0,
    'The shortest time for which a record of a compacted topic stays as it was written, milliseconds.', { atLeast: 0 })),
  'min.insync.replicas': from(['min.insync.replicas'], int(1,
    'How many replicas must have a batch before acks=all is answered; there is one replica here.', { atLeast: 1, inert: true })),
  'preallocate': from(['log.preallocate'], bool(false,
    'Whether Kafka reserves the disk space of a new segment file at once.', { inert: true })),
  'remote.copy.lag.bytes': from([], long(0,
    'With tiered storage: bytes by which copying a segment to the remote tier may lag.', { atLeast: -1, inert: true })),
  'remote.copy.lag.ms': from([], long(0,
    'With tiered storage: milliseconds by which copying a segment to the remote tier may lag.', { atLeast: -1, inert: true })),
  'remote.log.copy.disable': from([], bool(false,
    'With tiered storage: stop copying to the remote tier and keep what is there.', { inert: true })),
  'remote.log.delete.on.disable': from([], bool(false,
    'With tiered storage: delete the remote data when tiering is switched off.', { inert: true })),
  'remote.storage.enable': from([], bool(false,
    'Whether the topic\'s old segments move to a remote tier; there is none here, so only false is accepted.',
    { check: (on) => (on ? 'this broker has no remote storage' : null), inert: true })),
  'retention.bytes': from(['log.retention.bytes'], long(-1,
    'The size above which a partition\'s oldest records are deleted, bytes; -1 means no limit.')),
  'retention.ms': from(['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'], long(7 * DAY_MS,
    'The age above which records are deleted, milliseconds; -1 keeps them for ever.', { atLeast: -1 })),
  'segment.bytes': from(['log.segment.bytes'], int(1024 * MIB,
    'The size at which a new segment starts, bytes: retention and compaction take segments whole. Files roll by headwater.generation.bytes.',
    { atLeast: MIB })),
  'segment.index.bytes': from(['log.index.size.max.bytes'], int(10 * MIB,
    'The size of the index that belongs to a segment file in Kafka.', { atLeast: 4, inert: true })),
  'segment.jitter.ms': from(['log.roll.jitter.ms', 'log.roll.jitter.hours'], long(0,
    'The random delay subtracted from segment.ms so that segments do not all roll at once, milliseconds.', { atLeast: 0, inert: true })),
  'segment.ms': from(['log.roll.ms', 'log.roll.hours'], long(7 * DAY_MS,
    'The age at which a new segment starts, milliseconds: compaction leaves the newest one alone.', { atLeast: 1 })),
  'unclean.leader.election.enable': from(['unclean.leader.election.enable'], bool(false,
    'Whether a replica that lags may become leader and lose records; there is one replica here.', { inert: true })),
}

export type TopicConfigName = keyof typeof topicConfigDefinitions

export const isTopicConfigName = (name: string): name is TopicConfigName => Object.hasOwn(topicConfigDefinitions, name)

function from<V extends ConfigValue>(brokerConfigs: readonly BrokerConfigName[], definition: ConfigDefinition<V>): TopicConfigDefinition<V> {
  return { ...definition, brokerConfigs }
}

function throttledReplicasProblem(replicas: readonly string[]): string | null {
  const legal = (replicas.length === 1 && replicas[0] === '*') || replicas.every((replica) => /^\d+:\d+$/.test(replica))
  return legal ? null : 'it must be "*" or a list of partition:broker pairs'
}
