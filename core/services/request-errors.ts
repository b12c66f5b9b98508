// What an error that the local broker answered means for the client that got it, and what to do about it.
import { type ErrorName, errorOf } from '../protocol/error-codes.ts'

const RULE_MISSING = 'Add an access rule for it under Security, or do not ask access rules.'
const BY_ITSELF = 'Clients do that by themselves.'

const STEPS: Partial<Record<ErrorName, string>> = {
  // Groups
  REBALANCE_IN_PROGRESS: BY_ITSELF,
  MEMBER_ID_REQUIRED: BY_ITSELF,
  FENCED_MEMBER_EPOCH: `${BY_ITSELF} Where it repeats, two consumers use one member id.`,
  STALE_MEMBER_EPOCH: 'The client learns it with its next heartbeat.',
  UNKNOWN_MEMBER_ID: 'It was silent for longer than its session timeout, or has left; clients join again by themselves.',
  UNRELEASED_INSTANCE_ID: 'Stop that member, or give each a group.instance.id of its own.',
  FENCED_INSTANCE_ID: 'Give each member a group.instance.id of its own.',
  UNSUPPORTED_ASSIGNOR: 'The broker has the assignors uniform and range: change group.remote.assignor of the client, or leave it out.',
  INVALID_REGULAR_EXPRESSION: 'Write the pattern of the subscription in the syntax of RE2.',
  INCONSISTENT_GROUP_PROTOCOL: 'Let all members share an assignor (partition.assignment.strategy), or stop those that cannot.',
  NON_EMPTY_GROUP: 'Stop its members first.',
  UNSTABLE_OFFSET_COMMIT: 'Clients ask again until it has ended.',
  // Transactions
  PRODUCER_FENCED: 'Close this producer; where both are to run, give each a transactional.id of its own.',
  INVALID_PRODUCER_EPOCH: 'Close this producer; where both are to run, give each a transactional.id of its own.',
  INVALID_TXN_STATE: 'Begin a transaction before sending, and end it once.',
  INVALID_PRODUCER_ID_MAPPING: 'Start the producer anew: its transactional id has expired, or another producer has it now.',
  CONCURRENT_TRANSACTIONS: 'Clients try again by themselves.',
  TRANSACTION_ABORTABLE: 'Abort it, and send its records again.',
  INVALID_TRANSACTION_TIMEOUT: 'Lower transaction.timeout.ms of the producer, or raise transaction.max.timeout.ms of the broker.',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'A batch before it was lost: start the producer anew.',
  INVALID_RECORD: 'Give it a key if the topic is compacted.',
  // Rights and limits
  TOPIC_AUTHORIZATION_FAILED: RULE_MISSING,
  GROUP_AUTHORIZATION_FAILED: RULE_MISSING,
  CLUSTER_AUTHORIZATION_FAILED: RULE_MISSING,
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: RULE_MISSING,
  SASL_AUTHENTICATION_FAILED: 'Check user name and password; the users are under Security.',
  UNSUPPORTED_SASL_MECHANISM: 'Choose one of those under Security.',
  ILLEGAL_SASL_STATE: 'Let the client sign in first: its security.protocol has to be that of the listener.',
  SECURITY_DISABLED: 'Switch access rules on in the settings.',
  THROTTLING_QUOTA_EXCEEDED: 'Clients wait and try again; kafka-configs.sh shows and changes quotas.',
  UNSUPPORTED_VERSION: 'The broker may be playing an older Kafka release: see Kafka version in the settings.',
  // Fetch sessions
  FETCH_SESSION_ID_NOT_FOUND: 'Clients begin another one by themselves.',
  INVALID_FETCH_SESSION_EPOCH: 'Clients begin another session by themselves.',
}

export function requestErrorMeaning(code: number): string {
  const { name, sentence } = errorOf(code)
  const step = STEPS[name]
  return step === undefined ? sentence : `${sentence} ${step}`
}
