// The broker configs on which Headwater acts: type, default, limits and one sentence each. Those it only lists are in inert-broker-configs.ts.
import { bool, int, list, long, optionalInt, optionalLong, string } from './config-definition.ts'
import { inertBrokerConfigs } from './inert-broker-configs.ts'

const LONG_MAX = 9_223_372_036_854_775_807n
const INT_MAX = 2_147_483_647
const MIB = 1_048_576

const actingBrokerConfigs = {
  // Topics
  'auto.create.topics.enable': bool(true, 'Whether asking for the metadata of an unknown topic creates it.'),
  'delete.topic.enable': bool(true, 'Whether topics may be deleted.'),
  'num.partitions': int(1, 'Partitions of a topic created without a number.', { atLeast: 1, atMost: 10_000 }),

  // Records
  'log.message.timestamp.after.max.ms': long(3_600_000,
    'How far a record\'s timestamp may lie after the broker\'s clock, milliseconds.', { atLeast: 0, dynamic: true }),
  'log.message.timestamp.before.max.ms': long(LONG_MAX,
    'How far a record\'s timestamp may lie before the broker\'s clock, milliseconds.', { atLeast: 0, dynamic: true }),
  'log.message.timestamp.type': string('CreateTime',
    'Whether records keep the producer\'s time (CreateTime) or get the broker\'s on arrival (LogAppendTime).',
    { oneOf: ['CreateTime', 'LogAppendTime'], dynamic: true }),
  'message.max.bytes': int(1_048_588,
    'The largest record batch that is accepted, bytes as sent, after compression.', { atLeast: 0, dynamic: true }),

  // Retention
  'log.cleanup.policy': list('delete',
    'How old records leave a topic: "delete" drops them by age and size; "compact" demands keys and, for now, keeps all.',
    { oneOf: ['compact', 'delete'], dynamic: true }),
  'log.retention.bytes': long(-1,
    'The size above which a partition\'s oldest records are deleted, bytes; -1 means no limit.', { dynamic: true }),
  'log.retention.check.interval.ms': long(300_000, 'How often expired records are looked for, milliseconds.', { atLeast: 1 }),
  'log.retention.hours': int(168, 'The age above which records are deleted, hours; counts when neither minutes nor milliseconds are set.'),
  'log.retention.minutes': optionalInt('The age above which records are deleted, minutes; counts when milliseconds are not set.'),
  'log.retention.ms': optionalLong(
    'The age above which records are deleted, milliseconds; -1 keeps them for ever.', { atLeast: -1, dynamic: true }),

  // Fetch
  'fetch.max.bytes': int(55 * MIB,
    'The most bytes that one fetch response carries, except when a single batch is larger.', { atLeast: 1024 }),

  // Producers
  'producer.id.expiration.ms': int(86_400_000,
    'How long the sequence numbers of an idle producer are remembered, milliseconds.', { atLeast: 1, dynamic: true }),

  // Groups and offsets
  'group.initial.rebalance.delay.ms': int(0,
    'How long a new group waits for more members before its first rebalance, milliseconds; Kafka\'s own default is 3000.', { atLeast: 0 }),
  'group.max.session.timeout.ms': int(1_800_000,
    'The longest session timeout that a group member may ask for, milliseconds.', { atLeast: 1 }),
  'group.max.size': int(INT_MAX, 'The most members that a group may have.', { atLeast: 1 }),
  'group.min.session.timeout.ms': int(6000, 'The shortest session timeout that a group member may ask for, milliseconds.', { atLeast: 1 }),
  'offset.metadata.max.bytes': int(4096, 'The longest text that may accompany a committed offset, bytes.', { atLeast: 0 }),

  // Connections
  'connections.max.idle.ms': long(600_000,
    'How long a connection may be silent before it is closed, milliseconds; -1 means for ever.', { atLeast: -1 }),
  'socket.request.max.bytes': int(100 * MIB, 'The largest request that is read; a larger one closes its connection.', { atLeast: 1 }),

  // Headwater's own
  'headwater.disk.free.floor.bytes': long(256 * MIB, 'Writes are refused when the disk has fewer free bytes than this.', { atLeast: 0 }),
  'headwater.disk.quota.bytes': long(-1,
    'Writes are refused when the data folder holds more bytes than this; -1 means no limit.', { atLeast: -1 }),
  'headwater.generation.bytes': long(256 * MIB, 'The size at which the broker starts a new data file.', { atLeast: MIB }),
  'headwater.queue.max.bytes': long(64 * MIB, 'The bytes that may wait to be written before producers are made to wait.', { atLeast: MIB }),
}

export const brokerConfigDefinitions = { ...actingBrokerConfigs, ...inertBrokerConfigs }

export type BrokerConfigName = keyof typeof brokerConfigDefinitions

export const isBrokerConfigName = (name: string): name is BrokerConfigName => Object.hasOwn(brokerConfigDefinitions, name)
