// What a partition log needs to know of its topic's configuration, in Kafka's terms and units. Read at every use: a change acts at once.

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
}
