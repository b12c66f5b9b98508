// The settings that Apache Kafka and Headwater both start with, so that neither's defaults explain a difference.
import type { Profile } from './scenario.ts'

/** As client test suites want them; what waits is short, so that a scenario can see it happen. */
const plain: Readonly<Record<string, string>> = {
  'num.partitions': '4',
  'auto.create.topics.enable': 'true',
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '500',
  'group.max.size': '4',
  'group.consumer.max.size': '4',
  'group.consumer.min.session.timeout.ms': '1000',
  'group.consumer.session.timeout.ms': '45000',
  'group.consumer.min.heartbeat.interval.ms': '100',
  'group.consumer.heartbeat.interval.ms': '500',
  'group.consumer.assignment.interval.ms': '0',
  'group.consumer.min.assignment.interval.ms': '0',
  'transaction.state.log.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'offsets.topic.num.partitions': '1',
  'offsets.topic.replication.factor': '1',
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': '200',
  'message.max.bytes': '100000',
  // Records of scenarios bear fixed times, long ago: Kafka would delete them half a minute after its start, and begin a segment with each record of now.
  'log.roll.ms': '3153600000000',
  'log.retention.ms': '-1',
}

export const SETTINGS: Readonly<Record<Profile, Readonly<Record<string, string>>>> = {
  plain,
  'no-auto-create': { ...plain, 'auto.create.topics.enable': 'false', 'delete.topic.enable': 'false' },
  /** On its own, as levels are of the whole cluster. */
  features: plain,
  /** Where one has to sign in; the user and the length of a session are those of kafka-node.ts. */
  sasl: plain,
  /** Where logs are cleaned without a pause. */
  compaction: { ...plain, 'log.cleaner.backoff.ms': '100' },
  authorizer: { ...plain, 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'allow.everyone.if.no.acl.found': 'true' },
}
