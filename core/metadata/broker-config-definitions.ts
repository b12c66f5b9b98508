// The broker configs on which Headwater acts: type, default, limits and one sentence each. Those it only lists are in inert-broker-configs.ts.
import { bool, double, int, list, long, optionalInt, optionalLong, optionalString, password, string } from './config-definition.ts'
import { inertBrokerConfigs } from './inert-broker-configs.ts'
import { kafkaReleaseProblem } from './kafka-releases.ts'

const LONG_MAX = 9_223_372_036_854_775_807n
const INT_MAX = 2_147_483_647
const KIB = 1024
const MIB = 1_048_576

const STANDARD_AUTHORIZER = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'

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

  // Compression
  'compression.gzip.level': int(-1, 'The gzip level when compression.type is gzip.', {
    check: (level) => (level === -1 || (level >= 1 && level <= 9) ? null : 'it must be between 1 and 9, or -1'), dynamic: true,
  }),
  'compression.type': string('producer',
    'The codec in which batches are stored, whatever the producer chose; "producer" keeps the producer\'s.',
    { oneOf: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'], dynamic: true }),
  'compression.zstd.level': int(3, 'The zstd level when compression.type is zstd.', { atLeast: -131_072, atMost: 22, dynamic: true }),

  // Compaction
  'log.cleaner.backoff.ms': long(15_000,
    'How often logs to compact and data files to clean are looked for, milliseconds.', { atLeast: 0, dynamic: true }),
  'log.cleaner.dedupe.buffer.size': long(128 * MIB,
    'The memory that compaction may take for the keys of one pass over a partition, bytes.', { atLeast: MIB, dynamic: true }),
  'log.cleaner.delete.retention.ms': long(86_400_000,
    'How long tombstones stay readable in compacted topics, milliseconds.', { atLeast: 0, dynamic: true }),
  'log.cleaner.enable': bool(true, 'Whether compaction runs by itself.'),
  'log.cleaner.max.compaction.lag.ms': long(LONG_MAX,
    'The longest a record may stay out of compaction, milliseconds.', { atLeast: 1, dynamic: true }),
  'log.cleaner.min.cleanable.ratio': double(0.5,
    'The share of a log that must be uncompacted before it is compacted again.', { atLeast: 0, atMost: 1, dynamic: true }),
  'log.cleaner.min.compaction.lag.ms': long(0,
    'The shortest time for which a record stays uncompacted, milliseconds.', { atLeast: 0, dynamic: true }),

  // Retention
  'log.cleanup.policy': list('delete',
    'How old records leave a topic: "delete" drops them by age and size; "compact" demands keys and keeps the newest record of each.',
    { oneOf: ['compact', 'delete'], dynamic: true }),
  'log.retention.bytes': long(-1,
    'The size above which a partition\'s oldest records are deleted, bytes; -1 means no limit.', { dynamic: true }),
  'log.retention.check.interval.ms': long(300_000,
    'How often expired records are looked for, milliseconds; Headwater looks at least every 30 seconds.', { atLeast: 1 }),
  'log.retention.hours': int(168, 'The age above which records are deleted, hours; counts when neither minutes nor milliseconds are set.'),
  'log.retention.minutes': optionalInt('The age above which records are deleted, minutes; counts when milliseconds are not set.'),
  'log.retention.ms': optionalLong(
    'The age above which records are deleted, milliseconds; -1 keeps them for ever.', { atLeast: -1, dynamic: true }),

  'log.roll.hours': int(168, 'The age at which a partition starts a new segment, hours; counts when log.roll.ms is not set.', { atLeast: 1 }),
  'log.roll.ms': optionalLong('The age at which a partition starts a new segment, milliseconds.', { dynamic: true }),
  'log.segment.bytes': int(1024 * MIB,
    'The size at which a partition starts a new segment, bytes: retention and compaction take segments whole.', { atLeast: MIB, dynamic: true }),

  // Fetch
  'fetch.max.bytes': int(55 * MIB,
    'The most bytes that one fetch response carries, except when a single batch is larger.', { atLeast: 1024 }),
  'max.incremental.fetch.session.cache.slots': int(1000, 'How many fetch sessions are kept at the same time.', { atLeast: 0 }),

  // Producers
  'producer.id.expiration.ms': int(86_400_000,
    'How long the sequence numbers of an idle producer are remembered, milliseconds.', { atLeast: 1, dynamic: true }),

  // Groups and offsets
  'group.consumer.assignors': list('uniform,range', 'The assignors of consumer groups (KIP-848) that members may ask for, the default first.',
    { oneOf: ['uniform', 'range'], check: (names) => (names.length > 0 ? null : 'it must name an assignor') }),
  'group.consumer.heartbeat.interval.ms': int(5000, 'How often members of consumer groups (KIP-848) send heartbeats, milliseconds.', { atLeast: 1 }),
  'group.consumer.max.heartbeat.interval.ms': int(15_000, 'The longest heartbeat interval of a consumer group, milliseconds.', { atLeast: 1 }),
  'group.consumer.max.session.timeout.ms': int(60_000, 'The longest session timeout of a consumer group, milliseconds.', { atLeast: 1 }),
  'group.consumer.max.size': int(INT_MAX, 'The most members that a consumer group (KIP-848) may have.', { atLeast: 1 }),
  'group.consumer.migration.policy': string('bidirectional',
    'Whether a classic group becomes a consumer group when a member of the new protocol joins (upgrade), and the reverse when the last one leaves (downgrade).',
    { oneOf: ['bidirectional', 'downgrade', 'upgrade', 'disabled'] }),
  'group.consumer.min.heartbeat.interval.ms': int(5000, 'The shortest heartbeat interval of a consumer group, milliseconds.', { atLeast: 1 }),
  'group.consumer.min.session.timeout.ms': int(45_000, 'The shortest session timeout of a consumer group, milliseconds.', { atLeast: 1 }),
  'group.consumer.session.timeout.ms': int(45_000, 'How long a member of a consumer group (KIP-848) may stay silent before it is removed, milliseconds.',
    { atLeast: 1 }),
  'group.coordinator.rebalance.protocols': list('classic,consumer,streams', 'The rebalance protocols that are answered; streams groups are not.',
    { oneOf: ['classic', 'consumer', 'share', 'streams'] }),
  'group.initial.rebalance.delay.ms': int(0,
    'How long a new group waits for more members before its first rebalance, milliseconds; Kafka\'s own default is 3000.', { atLeast: 0 }),
  'group.max.session.timeout.ms': int(1_800_000,
    'The longest session timeout that a group member may ask for, milliseconds.', { atLeast: 1 }),
  'group.max.size': int(INT_MAX, 'The most members that a group may have.', { atLeast: 1 }),
  'group.min.session.timeout.ms': int(6000, 'The shortest session timeout that a group member may ask for, milliseconds.', { atLeast: 1 }),
  'offset.metadata.max.bytes': int(4096, 'The longest text that may accompany a committed offset, bytes.', { atLeast: 0 }),
  'offsets.topic.num.partitions': int(50, 'Partitions of the offsets topic; there is none here, but transactions name the one that a group would have.', { atLeast: 1 }),
  'offsets.retention.check.interval.ms': long(600_000, 'How often expired offsets are looked for, milliseconds.', { atLeast: 1 }),
  'offsets.retention.minutes': int(10_080,
    'How long committed offsets are kept: of a group since it has no members, else since the commit where no member reads the topic; minutes.', { atLeast: 1 }),

  // Quotas and paging
  'max.request.partition.size.limit': int(2000, 'The most partitions that one DescribeTopicPartitions answer carries.', { atLeast: 1 }),
  'quota.window.num': int(11, 'Samples that the rates of client quotas are measured over.', { atLeast: 1 }),
  'quota.window.size.seconds': int(1, 'Length of a sample that the rates of client quotas are measured over, seconds.', { atLeast: 1 }),

  // Transactions
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': int(10_000,
    'How often transactions that are open for too long are looked for, milliseconds.', { atLeast: 1 }),
  'transaction.max.timeout.ms': int(900_000, 'The longest transaction timeout that a producer may ask for, milliseconds.', { atLeast: 1 }),
  'transaction.partition.verification.enable': bool(true,
    'Whether a partition must be part of a transaction before a producer older than Kafka 4 may write to it in that transaction.', { dynamic: true }),
  'transaction.remove.expired.transaction.cleanup.interval.ms': int(3_600_000,
    'How often expired transactional ids are looked for, milliseconds.', { atLeast: 1 }),
  'transactional.id.expiration.ms': int(604_800_000, 'How long an idle transactional id is remembered, milliseconds.', { atLeast: 1 }),

  // Connections
  'connections.max.idle.ms': long(600_000,
    'How long a connection may be silent before it is closed, milliseconds; -1 means for ever.', { atLeast: -1 }),
  'socket.request.max.bytes': int(100 * MIB, 'The largest request that is read; a larger one closes its connection.', { atLeast: 1 }),

  // Security
  'allow.everyone.if.no.acl.found': bool(false, 'With an authorizer: whether a resource that no ACL speaks of is open to everybody.'),
  'authorizer.class.name': string('',
    'The class that authorizes requests; empty means that everybody may do everything.',
    { check: (name) => (name === '' || name === STANDARD_AUTHORIZER ? null : `it must be empty or ${STANDARD_AUTHORIZER}`) }),
  'connection.failed.authentication.delay.ms': int(100,
    'How long a failed sign-in waits for its answer, and its connection for its end, milliseconds.', { atLeast: 0 }),
  'connections.max.reauth.ms': long(0,
    'The longest a SASL session lasts without new authentication, milliseconds; 0 means as long as its connection.', { atLeast: 0 }),
  'sasl.enabled.mechanisms': list('PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    'SASL mechanisms that are offered.', { oneOf: ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'], dynamic: true }),
  'sasl.jaas.config': password('The users of SASL PLAIN besides those with SCRAM credentials, as PlainLoginModule required user_alice="secret"; and so on.', { dynamic: true }),
  'sasl.server.max.receive.size': int(512 * KIB, 'The largest request before the sign-in, bytes.', { atLeast: 1 }),
  'ssl.cipher.suites': list('', 'Cipher suites that are offered, by their IANA names; empty means the usual ones.', { dynamic: true }),
  'ssl.client.auth': string('none',
    'Whether clients of SSL listeners must show a certificate.', { oneOf: ['required', 'requested', 'none'], dynamic: true }),
  'ssl.enabled.protocols': list('TLSv1.2,TLSv1.3', 'TLS versions that are offered.', { oneOf: ['TLSv1.2', 'TLSv1.3'], dynamic: true }),
  'ssl.key.password': password('The password of the private key.', { dynamic: true }),
  'ssl.keystore.certificate.chain': password('The certificate chain of TLS listeners, PEM; one is made where there is none.', { dynamic: true }),
  'ssl.keystore.key': password('The private key, PEM.', { dynamic: true }),
  'ssl.keystore.location': optionalString('A file with certificate chain and private key, PEM.', { dynamic: true }),
  'ssl.principal.mapping.rules': string('DEFAULT', 'How the name of a client certificate becomes a user name; the first rule that fits counts.'),
  'ssl.truststore.certificates': password('The authorities whose client certificates are trusted, PEM.', { dynamic: true }),
  'ssl.truststore.location': optionalString('A file with the authorities whose client certificates are trusted, PEM.', { dynamic: true }),
  'super.users': string('', 'With an authorizer: who may do everything, as User:alice;User:bob.'),

  // Headwater's own
  'headwater.as.version': optionalString(
    'The Kafka release that is played: only the APIs, versions and features that it had are there; unset means all.', { check: kafkaReleaseProblem }),
  'headwater.disk.free.floor.bytes': long(256 * MIB, 'Writes are refused when the disk has fewer free bytes than this.', { atLeast: 0 }),
  'headwater.disk.quota.bytes': long(-1,
    'Writes are refused when the data folder holds more bytes than this; -1 means no limit.', { atLeast: -1 }),
  'headwater.durability': string('flush',
    'What an acknowledgement waits for: "flush" two flushes, "linger" the same shared with more requests, "no-meta-sync" one flush.',
    { oneOf: ['flush', 'linger', 'no-meta-sync'] }),
  'headwater.generation.bytes': long(256 * MIB, 'The size at which the broker starts a new data file.', { atLeast: MIB }),
  'headwater.linger.ms': int(10,
    'How long writes wait for others to share their flush, milliseconds; counts with headwater.durability=linger.', { atLeast: 1, atMost: 1000 }),
  'headwater.max.replication.factor': int(1,
    'The largest replication factor that a new topic may ask for. There is one replica in any case; scripts made for a cluster may need 3 here.',
    { atLeast: 1, atMost: 100 }),
  'headwater.queue.max.bytes': long(64 * MIB, 'The bytes that may wait to be written before producers are made to wait.', { atLeast: MIB }),
}

export const brokerConfigDefinitions = { ...actingBrokerConfigs, ...inertBrokerConfigs }

export type BrokerConfigName = keyof typeof brokerConfigDefinitions

export const isBrokerConfigName = (name: string): name is BrokerConfigName => Object.hasOwn(brokerConfigDefinitions, name)
