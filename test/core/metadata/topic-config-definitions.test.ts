import { expect, test } from 'vitest'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { topicConfigDefinitions } from '../../../core/metadata/topic-config-definitions.ts'
import { TopicConfigs } from '../../../core/metadata/topic-configs.ts'

/** Apache Kafka 4.x: `name type default`. */
const KAFKA = `
cleanup.policy LIST delete
compression.gzip.level INT -1
compression.lz4.level INT 9
compression.type STRING producer
compression.zstd.level INT 3
delete.retention.ms LONG 86400000
file.delete.delay.ms LONG 60000
flush.messages LONG 9223372036854775807
flush.ms LONG 9223372036854775807
follower.replication.throttled.replicas LIST
index.interval.bytes INT 4096
leader.replication.throttled.replicas LIST
local.retention.bytes LONG -2
local.retention.ms LONG -2
max.compaction.lag.ms LONG 9223372036854775807
max.message.bytes INT 1048588
message.timestamp.after.max.ms LONG 3600000
message.timestamp.before.max.ms LONG 9223372036854775807
message.timestamp.type STRING CreateTime
min.cleanable.dirty.ratio DOUBLE 0.5
min.compaction.lag.ms LONG 0
min.insync.replicas INT 1
preallocate BOOLEAN false
remote.copy.lag.bytes LONG 0
remote.copy.lag.ms LONG 0
remote.log.copy.disable BOOLEAN false
remote.log.delete.on.disable BOOLEAN false
remote.storage.enable BOOLEAN false
retention.bytes LONG -1
retention.ms LONG 604800000
segment.bytes INT 1073741824
segment.index.bytes INT 10485760
segment.jitter.ms LONG 0
segment.ms LONG 604800000
unclean.leader.election.enable BOOLEAN false
`

const expected = KAFKA.trim().split('\n').map((line) => {
  const [name, type, text = ''] = line.split(' ')
  return { name, type, text }
})

test('every topic config of Kafka is there with its type and default', () => {
  const actual = Object.entries(topicConfigDefinitions).filter(([name]) => !name.startsWith('headwater.')).map(([name, definition]) => ({ name, type: definition.type, text: definition.default.text }))
  expect(actual).toEqual(expected)
})

test('the broker\'s defaults supply the same values as the topic\'s own defaults', () => {
  const configs = TopicConfigs.from({}, BrokerConfigs.from({}))
  const resolved = expected.map(({ name }) => name).map((name) => configs.reading(name as keyof typeof topicConfigDefinitions).text)
  expect(resolved).toEqual(expected.map(({ text }) => text))
})

test('every default lies within its own limits, and every config has one sentence', () => {
  for (const [name, definition] of Object.entries(topicConfigDefinitions)) {
    expect([name, definition.read(definition.default.text ?? '')]).toEqual([name, definition.default])
    expect(definition.doc).toMatch(/^[^ ].*\.$/)
  }
})
