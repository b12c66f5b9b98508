// Which of librdkafka's tests a single Headwater has to pass, and why the others are not asked. See FINDINGS.md.

export interface SuiteTest {
  readonly id: string
  /** The Kafka release that the test is told it meets. */
  readonly kafkaVersion?: string
  /** librdkafka's quick mode; what is left of a test without it needs more than a broker. */
  readonly quick?: true
  /** Broker settings beyond the usual ones. */
  readonly settings?: readonly string[]
  readonly scenario?: 'noautocreate'
  /** On KIP-848 only these subtests, each in a run of its own: others hang on what Kafka happens to do first. See FINDINGS.md. */
  readonly consumerSubtests?: readonly string[]
}

const ids = (text: string): SuiteTest[] => text.split(/\s+/).map((id) => ({ id }))

/** Basics and classic groups. */
const basics = ids(`0001 0002 0003 0005 0007 0008 0012 0013 0016 0017 0018 0019 0020 0021 0022 0026 0033 0035 0036 0038 0039 0040 0041 0042 0050 0051 0055
  0056 0057 0060 0061 0063 0065 0067 0070 0073 0083 0084 0085 0086 0089 0090 0114 0122 0123 0125 0127 0132 0137`)

/** Errors per record, seeks, offsets by time, new partitions, administration, max.poll, metadata, transactions. */
const further = ids('0011 0014 0015 0029 0030 0031 0034 0044 0048 0053 0054 0059 0069 0082 0091 0093 0098 0099 0103 0110 0112 0129 0130 0140')

export const suite: readonly SuiteTest[] = [
  ...basics,
  ...further,
  { id: '0045', consumerSubtests: ['do_test_regex', 'do_test_non_exist_and_partchange', 'do_test_topic_remove', 'do_test_subscribe_many_updates'] },
  { id: '0081', settings: ['authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'super.users=User:ANONYMOUS'] },
  { id: '0113', quick: true },
  ...['0102', '0118'].map((id) => ({ id, settings: ['group.initial.rebalance.delay.ms=300'] })),
  { id: '0107', scenario: 'noautocreate' },
  { id: '0111', scenario: 'noautocreate' },
]

/** Run again with `TEST_CONSUMER_GROUP_PROTOCOL=consumer`: the tests that have a consumer group. */
export const groupSuite: readonly string[] = `0003 0005 0007 0008 0011 0012 0013 0014 0015 0016 0017 0018 0019 0020 0022 0026 0029 0030 0031 0033 0034 0036 0038 0039 0040 0041 0042 0045 0048
  0050 0051 0053 0054 0055 0056 0057 0059 0060 0061 0069 0070 0073 0081 0082 0083 0089 0090 0091 0093 0099 0102 0103 0110 0112 0113 0114 0118 0122 0123 0125 0127 0129 0130 0132 0137 0140`.split(/\s+/)
