// Every group config of Apache Kafka 4.x: type, default, the broker config that supplies it, and the broker configs that bound it.
import type { BrokerConfigName } from './broker-config-definitions.ts'
import { bool, type ConfigDefinition, type ConfigValue, int, string } from './config-definition.ts'

export type GroupConfigDefinition<V extends ConfigValue = ConfigValue> = ConfigDefinition<V> & {
  /** What holds for groups without a value of their own. */
  readonly brokerConfig: BrokerConfigName | null
  readonly atLeast: BrokerConfigName | null
  readonly atMost: BrokerConfigName | null
}

const inert = true

export const groupConfigDefinitions = {
  // Consumer groups (KIP-848)
  'consumer.assignment.interval.ms': from('group.consumer.assignment.interval.ms', int(1000,
    'The least time between two assignments of the group, milliseconds.', { atLeast: 0, inert }),
    'group.consumer.min.assignment.interval.ms', 'group.consumer.max.assignment.interval.ms'),
  'consumer.heartbeat.interval.ms': from('group.consumer.heartbeat.interval.ms', int(5000,
    'How often members of the group send heartbeats, milliseconds.', { atLeast: 1 }),
    'group.consumer.min.heartbeat.interval.ms', 'group.consumer.max.heartbeat.interval.ms'),
  'consumer.session.timeout.ms': from('group.consumer.session.timeout.ms', int(45_000,
    'How long a member of the group may stay silent before it is removed, milliseconds.', { atLeast: 1 }),
    'group.consumer.min.session.timeout.ms', 'group.consumer.max.session.timeout.ms'),

  // Share groups (KIP-932)
  'share.assignment.interval.ms': from('group.share.assignment.interval.ms', int(1000,
    'The least time between two assignments of the group, milliseconds.', { atLeast: 0, inert }),
    'group.share.min.assignment.interval.ms', 'group.share.max.assignment.interval.ms'),
  'share.auto.offset.reset': from(null, string('latest', 'Where a share group starts to read.', { check: offsetResetProblem, inert })),
  'share.delivery.count.limit': from('group.share.delivery.count.limit', int(5,
    'How often a record is delivered before it is given up.', { atLeast: 2, inert }),
    'group.share.min.delivery.count.limit', 'group.share.max.delivery.count.limit'),
  'share.heartbeat.interval.ms': from('group.share.heartbeat.interval.ms', int(5000,
    'How often members of the group send heartbeats, milliseconds.', { atLeast: 1, inert }),
    'group.share.min.heartbeat.interval.ms', 'group.share.max.heartbeat.interval.ms'),
  'share.isolation.level': from(null, string('read_uncommitted',
    'Whether a share group sees records of transactions before they commit.', { oneOf: ['read_committed', 'read_uncommitted'], inert })),
  'share.partition.max.record.locks': from('group.share.partition.max.record.locks', int(2000,
    'The most records of a partition that members hold at the same time.', { atLeast: 100, inert }),
    'group.share.min.partition.max.record.locks', 'group.share.max.partition.max.record.locks'),
  'share.record.lock.duration.ms': from('group.share.record.lock.duration.ms', int(30_000,
    'How long a member may hold a record, milliseconds.', { atLeast: 1000, inert }),
    'group.share.min.record.lock.duration.ms', 'group.share.max.record.lock.duration.ms'),
  'share.renew.acknowledge.enable': from(null, bool(true, 'Whether members may prolong their hold on a record.', { inert })),
  'share.session.timeout.ms': from('group.share.session.timeout.ms', int(45_000,
    'How long a member of the group may stay silent before it is removed, milliseconds.', { atLeast: 1, inert }),
    'group.share.min.session.timeout.ms', 'group.share.max.session.timeout.ms'),

  // Streams groups (KIP-1071)
  'streams.assignment.interval.ms': from('group.streams.assignment.interval.ms', int(1000,
    'The least time between two assignments of the group, milliseconds.', { atLeast: 0, inert }),
    'group.streams.min.assignment.interval.ms', 'group.streams.max.assignment.interval.ms'),
  'streams.heartbeat.interval.ms': from('group.streams.heartbeat.interval.ms', int(5000,
    'How often members of the group send heartbeats, milliseconds.', { atLeast: 1, inert }),
    'group.streams.min.heartbeat.interval.ms', 'group.streams.max.heartbeat.interval.ms'),
  'streams.initial.rebalance.delay.ms': from('group.streams.initial.rebalance.delay.ms', int(3000,
    'How long a new group waits for more members, milliseconds.', { atLeast: 0, inert })),
  'streams.num.standby.replicas': from('group.streams.num.standby.replicas', int(0,
    'Standby replicas of each task.', { atLeast: 0, inert }), null, 'group.streams.max.standby.replicas'),
  'streams.session.timeout.ms': from('group.streams.session.timeout.ms', int(45_000,
    'How long a member of the group may stay silent before it is removed, milliseconds.', { atLeast: 1, inert }),
    'group.streams.min.session.timeout.ms', 'group.streams.max.session.timeout.ms'),
}

export type GroupConfigName = keyof typeof groupConfigDefinitions

export const isGroupConfigName = (name: string): name is GroupConfigName => Object.hasOwn(groupConfigDefinitions, name)

function from<V extends ConfigValue>(
  brokerConfig: BrokerConfigName | null,
  definition: ConfigDefinition<V>,
  atLeast: BrokerConfigName | null = null,
  atMost: BrokerConfigName | null = null,
): GroupConfigDefinition<V> {
  return { ...definition, brokerConfig, atLeast, atMost }
}

function offsetResetProblem(reset: string): string | null {
  return /^(latest|earliest|by_duration:-?P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$/.test(reset) ? null : 'it must be latest, earliest or by_duration:<ISO 8601 duration>'
}
