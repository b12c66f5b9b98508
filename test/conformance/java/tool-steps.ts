// What Apache Kafka's command-line tools are asked to do, in this order, on a fresh broker: their words are what is compared.

export interface ToolStep {
  readonly name: string
  readonly mainClass: string
  readonly args: readonly string[]
  readonly stdin?: string
  /** The option that takes the address; `--bootstrap-server` if left out. */
  readonly addressOption?: string
  /** The address comes behind the other arguments. */
  readonly addressLast?: true
  /** Its lines come in no order. */
  readonly unordered?: true
  /** Lines that say how fast or when something was are left out of the comparison. */
  readonly ignoring?: RegExp
}

const tools = 'org.apache.kafka.tools'
const TOPICS = `${tools}.TopicCommand`
const GROUPS = `${tools}.consumer.group.ConsumerGroupCommand`
const CONFIGS = 'kafka.admin.ConfigCommand'
const OFFSETS = `${tools}.GetOffsetShell`
const CONSUME = `${tools}.consumer.ConsoleConsumer`
const PRODUCE = `${tools}.ConsoleProducer`
const TRANSACTIONS = `${tools}.TransactionsCommand`
const FEATURES = `${tools}.FeatureCommand`

const lines = (count: number): string => Array.from({ length: count }, (_, i) => `k${i % 7}:v${i}\n`).join('')
const fromStart = (topic: string, count: number): string[] => ['--topic', topic, '--from-beginning', '--max-messages', String(count), '--timeout-ms', '20000']
const step = (name: string, mainClass: string, args: readonly string[], more: Partial<ToolStep> = {}): ToolStep => ({ name, mainClass, args, ...more })

export const toolSteps: readonly ToolStep[] = [
  step('topics: create', TOPICS, ['--create', '--topic', 'orders', '--partitions', '3', '--config', 'retention.ms=3600000']),
  step('topics: create again', TOPICS, ['--create', '--topic', 'orders', '--partitions', '3']),
  step('topics: create if not there', TOPICS, ['--create', '--if-not-exists', '--topic', 'orders']),
  step('topics: create compacted', TOPICS, ['--create', '--topic', 'state', '--partitions', '1', '--config', 'cleanup.policy=compact']),
  step('topics: create with a bad config', TOPICS, ['--create', '--topic', 'bad', '--config', 'retention.ms=soon']),
  step('topics: create with too many replicas', TOPICS, ['--create', '--topic', 'bad', '--replication-factor', '3']),
  step('topics: list', TOPICS, ['--list', '--exclude-internal']),
  step('topics: describe', TOPICS, ['--describe', '--topic', 'orders']),
  step('topics: describe what is not there', TOPICS, ['--describe', '--topic', 'nothing']),
  step('topics: more partitions', TOPICS, ['--alter', '--topic', 'orders', '--partitions', '4']),
  step('topics: fewer partitions', TOPICS, ['--alter', '--topic', 'orders', '--partitions', '2']),
  step('topics: with overridden configs', TOPICS, ['--describe', '--topics-with-overrides', '--exclude-internal'], { unordered: true }),

  step('console producer', PRODUCE, ['--topic', 'orders', '--property', 'parse.key=true', '--property', 'key.separator=:'], { stdin: lines(100) }),
  step('console producer: zstd, acks=all', PRODUCE, ['--topic', 'state', '--compression-codec', 'zstd', '--property', 'parse.key=true', '--property', 'key.separator=:'], { stdin: lines(50) }),
  step('console producer: no key on a compacted topic', PRODUCE, ['--topic', 'state'], { stdin: 'no key\n' }),
  step('get-offsets: latest', OFFSETS, ['--topic', 'orders']),
  step('get-offsets: earliest', OFFSETS, ['--topic', 'orders', '--time', '-2']),
  step('get-offsets: greatest timestamp', OFFSETS, ['--topic', 'state', '--time', '-3'], { ignoring: /^state:0:\d+$/ }),
  step('get-offsets: a time after all', OFFSETS, ['--topic', 'state', '--time', '99999999999999']),
  step('console consumer', CONSUME, [...fromStart('state', 50), '--property', 'print.key=true', '--property', 'print.offset=true', '--property', 'print.partition=true']),
  step('console consumer: a classic group', CONSUME, [...fromStart('state', 50), '--group', 'readers', '--consumer-property', 'group.protocol=classic']),
  step('console consumer: a consumer group (KIP-848)', CONSUME, [...fromStart('state', 50), '--group', 'new-readers', '--consumer-property', 'group.protocol=consumer']),
  step('console consumer: read committed', CONSUME, [...fromStart('state', 50), '--isolation-level', 'read_committed']),

  step('groups: list', GROUPS, ['--list'], { unordered: true }),
  step('groups: list with states', GROUPS, ['--list', '--state'], { unordered: true }),
  step('groups: list with types', GROUPS, ['--list', '--type'], { unordered: true }),
  step('groups: describe', GROUPS, ['--describe', '--group', 'readers']),
  step('groups: describe members', GROUPS, ['--describe', '--group', 'readers', '--members', '--verbose']),
  step('groups: describe the state', GROUPS, ['--describe', '--group', 'readers', '--state']),
  step('groups: describe a consumer group', GROUPS, ['--describe', '--group', 'new-readers', '--state']),
  step('groups: describe what is not there', GROUPS, ['--describe', '--group', 'nobody']),
  step('groups: reset, dry run', GROUPS, ['--reset-offsets', '--group', 'readers', '--topic', 'state', '--to-earliest', '--dry-run']),
  step('groups: reset by shift', GROUPS, ['--reset-offsets', '--group', 'readers', '--topic', 'state', '--shift-by', '-10', '--execute']),
  step('groups: reset to a time', GROUPS, ['--reset-offsets', '--group', 'readers', '--topic', 'state', '--to-datetime', '2020-01-01T00:00:00.000', '--execute']),
  step('groups: delete offsets', GROUPS, ['--delete-offsets', '--group', 'readers', '--topic', 'state']),
  step('groups: delete', GROUPS, ['--delete', '--group', 'readers']),
  step('groups: delete again', GROUPS, ['--delete', '--group', 'readers']),
  step('groups command: all kinds', `${tools}.GroupsCommand`, ['--list'], { unordered: true }),

  step('configs: alter a topic', CONFIGS, ['--alter', '--entity-type', 'topics', '--entity-name', 'orders', '--add-config', 'max.message.bytes=2000000,cleanup.policy=[compact,delete]']),
  step('configs: describe a topic', CONFIGS, ['--describe', '--entity-type', 'topics', '--entity-name', 'orders']),
  step('configs: delete one', CONFIGS, ['--alter', '--entity-type', 'topics', '--entity-name', 'orders', '--delete-config', 'max.message.bytes,cleanup.policy']),
  step('configs: a bad value', CONFIGS, ['--alter', '--entity-type', 'topics', '--entity-name', 'orders', '--add-config', 'max.message.bytes=big']),
  step('configs: an unknown name', CONFIGS, ['--alter', '--entity-type', 'topics', '--entity-name', 'orders', '--add-config', 'retention.md=1']),
  step('configs: the default of all brokers', CONFIGS, ['--alter', '--entity-type', 'brokers', '--entity-default', '--add-config', 'log.retention.ms=100000000']),
  step('configs: describe the default of all brokers', CONFIGS, ['--describe', '--entity-type', 'brokers', '--entity-default']),
  step('configs: a broker config that cannot change', CONFIGS, ['--alter', '--entity-type', 'brokers', '--entity-name', '1', '--add-config', 'auto.create.topics.enable=false']),
  step('configs: a group', CONFIGS, ['--alter', '--entity-type', 'groups', '--entity-name', 'new-readers', '--add-config', 'consumer.session.timeout.ms=50000']),
  step('configs: describe a group', CONFIGS, ['--describe', '--entity-type', 'groups', '--entity-name', 'new-readers']),
  step('configs: a quota', CONFIGS, ['--alter', '--entity-type', 'clients', '--entity-name', 'loader', '--add-config', 'producer_byte_rate=1048576']),
  step('configs: describe quotas', CONFIGS, ['--describe', '--entity-type', 'clients']),
  step('configs: SCRAM credentials', CONFIGS, ['--alter', '--entity-type', 'users', '--entity-name', 'bob', '--add-config', 'SCRAM-SHA-256=[iterations=8192,password=secret]']),
  step('configs: describe a user', CONFIGS, ['--describe', '--entity-type', 'users', '--entity-name', 'bob']),

  step('log-dirs', `${tools}.LogDirsCommand`, ['--describe', '--topic-list', 'orders,state']),
  step('acls without an authorizer', `${tools}.AclCommand`, ['--list']),
  step('features: describe', FEATURES, ['describe']),
  step('features: downgrade transaction.version', FEATURES, ['downgrade', '--feature', 'transaction.version=1', '--dry-run']),
  step('cluster id', `${tools}.ClusterTool`, ['cluster-id'], { addressLast: true }),
  step('quorum: status', `${tools}.MetadataQuorumCommand`, ['describe', '--status']),
  step('quorum: replication', `${tools}.MetadataQuorumCommand`, ['describe', '--replication'], { ignoring: /^1 ID/ }),
  step('leader election', `${tools}.LeaderElectionCommand`, ['--election-type', 'preferred', '--topic', 'orders', '--partition', '0']),
  step('reassignments: list', `${tools}.reassign.ReassignPartitionsCommand`, ['--list']),

  step('verifiable producer', `${tools}.VerifiableProducer`, ['--topic', 'verified', '--max-messages', '200', '--throughput', '-1'], { ignoring: /startup_complete|avg_throughput|producer_send_success/ }),
  step('verifiable consumer', `${tools}.VerifiableConsumer`, ['--topic', 'verified', '--group-id', 'verifiers', '--max-messages', '200'], { ignoring: /startup_complete|partitions_|offsets_committed|records_consumed|shutdown/ }),
  step('producer perf', `${tools}.ProducerPerformance`, ['--topic', 'perf', '--num-records', '20000', '--record-size', '100', '--throughput', '-1'], { ignoring: /records\/sec/ }),
  step('producer perf: transactional', `${tools}.ProducerPerformance`, ['--topic', 'perf', '--num-records', '5000', '--record-size', '100', '--throughput', '-1', '--transactional-id', 'perf', '--transaction-duration-ms', '50'], { ignoring: /records\/sec/ }),
  step('consumer perf', `${tools}.ConsumerPerformance`, ['--topic', 'perf', '--num-records', '20000'], { ignoring: /^\d{4}-|^start\.time/ }),
  step('end-to-end latency', `${tools}.EndToEndLatency`, ['--topic', 'latency', '--num-records', '50', '--producer-acks', '1', '--record-size', '100'], { ignoring: /latency|Percentiles|^\d+\s/i }),
  step('transactional copier', `${tools}.TransactionalMessageCopier`, [
    '--consumer-group', 'copiers', '--input-topic', 'state', '--input-partition', '0', '--output-topic', 'copied', '--max-messages', '50', '--transaction-size', '10',
    '--transactional-id', 'copier', '--enable-random-aborts',
  ], { addressOption: '--broker-list', ignoring: /totalProcessed|progress|stage/ }),
  step('what the copier committed', CONSUME, [...fromStart('copied', 50), '--isolation-level', 'read_committed']),
  step('transactions: list', TRANSACTIONS, ['list'], { ignoring: /CompleteCommit|CompleteAbort/ }),
  step('transactions: describe', TRANSACTIONS, ['describe', '--transactional-id', 'copier'], { ignoring: /^\d|CompleteCommit/ }),
  step('transactions: describe what is not there', TRANSACTIONS, ['describe', '--transactional-id', 'nobody']),
  step('transactions: hanging ones', TRANSACTIONS, ['find-hanging', '--broker-id', '1']),

  step('delete-records', `${tools}.DeleteRecordsCommand`, ['--offset-json-file', '{delete-records.json}']),
  step('get-offsets after delete-records', OFFSETS, ['--topic', 'orders', '--time', '-2']),
  step('topics: delete', TOPICS, ['--delete', '--topic', 'orders']),
  step('topics: delete again', TOPICS, ['--delete', '--topic', 'orders']),
  step('broker api versions', `${tools}.BrokerApiVersionsCommand`, [], { ignoring: /^\t/ }),
]

/** What the `{name}` in arguments stands for: the files that tools read. */
export const toolFiles: Readonly<Record<string, string>> = {
  'delete-records.json': JSON.stringify({ version: 1, partitions: [{ topic: 'orders', partition: 0, offset: 5 }] }),
}
