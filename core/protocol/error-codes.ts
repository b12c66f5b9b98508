// Every error code of the Kafka protocol on one page: name, code, whether a client may retry, and what it means.

/** [name, code, retriable, sentence] */
const table = [
  ['UNKNOWN_SERVER_ERROR', -1, false, 'The broker hit an error that it did not expect.'],
  ['NONE', 0, false, 'No error.'],
  ['OFFSET_OUT_OF_RANGE', 1, false, 'The offset lies outside the range that the partition holds.'],
  ['CORRUPT_MESSAGE', 2, true, 'A record batch failed its checksum, has an impossible size or is otherwise damaged.'],
  ['UNKNOWN_TOPIC_OR_PARTITION', 3, true, 'The broker hosts no such topic or partition.'],
  ['INVALID_FETCH_SIZE', 4, false, 'The requested fetch size makes no sense.'],
  ['LEADER_NOT_AVAILABLE', 5, true, 'The partition has no leader at the moment, for instance because one is being elected.'],
  ['NOT_LEADER_OR_FOLLOWER', 6, true, 'The broker is not the leader of the partition, nor a replica that may serve the request.'],
  ['REQUEST_TIMED_OUT', 7, true, 'The request did not complete within its time limit.'],
  ['BROKER_NOT_AVAILABLE', 8, false, 'The broker is not available.'],
  ['REPLICA_NOT_AVAILABLE', 9, true, 'The replica that was asked for is not available.'],
  ['MESSAGE_TOO_LARGE', 10, false, 'A record batch is larger than the topic accepts.'],
  ['STALE_CONTROLLER_EPOCH', 11, false, 'The controller that sent the request has been replaced.'],
  ['OFFSET_METADATA_TOO_LARGE', 12, false, 'The metadata string sent with a committed offset is too long.'],
  ['NETWORK_EXCEPTION', 13, true, 'The connection was lost before the response arrived.'],
  ['COORDINATOR_LOAD_IN_PROGRESS', 14, true, 'The coordinator is still loading its state.'],
  ['COORDINATOR_NOT_AVAILABLE', 15, true, 'The coordinator is not available.'],
  ['NOT_COORDINATOR', 16, true, 'The broker is not the coordinator for this group or transactional id.'],
  ['INVALID_TOPIC_EXCEPTION', 17, false, 'The topic name is not legal, or the topic does not allow the operation.'],
  ['RECORD_LIST_TOO_LARGE', 18, false, 'A record batch is larger than a log segment may be.'],
  ['NOT_ENOUGH_REPLICAS', 19, true, 'Fewer replicas are in sync than the topic demands, so nothing was written.'],
  ['NOT_ENOUGH_REPLICAS_AFTER_APPEND', 20, true, 'The records were written, but to fewer in-sync replicas than the topic demands.'],
  ['INVALID_REQUIRED_ACKS', 21, false, 'The acks of a produce request must be -1, 0 or 1.'],
  ['ILLEGAL_GENERATION', 22, false, 'The generation id is not the current one of the group.'],
  ['INCONSISTENT_GROUP_PROTOCOL', 23, false, 'The member shares no protocol type or protocol with the rest of the group.'],
  ['INVALID_GROUP_ID', 24, false, 'The group id is not legal.'],
  ['UNKNOWN_MEMBER_ID', 25, false, 'The group has no member with this id.'],
  ['INVALID_SESSION_TIMEOUT', 26, false, 'The session timeout lies outside the limits that the broker is configured with.'],
  ['REBALANCE_IN_PROGRESS', 27, false, 'The group is rebalancing; the member has to join again.'],
  ['INVALID_COMMIT_OFFSET_SIZE', 28, false, 'The offset commit is too large to store.'],
  ['TOPIC_AUTHORIZATION_FAILED', 29, false, 'The client may not do this with the topic.'],
  ['GROUP_AUTHORIZATION_FAILED', 30, false, 'The client may not do this with the group.'],
  ['CLUSTER_AUTHORIZATION_FAILED', 31, false, 'The client may not do this with the cluster.'],
  ['INVALID_TIMESTAMP', 32, false, 'A record timestamp is outside the range that the topic accepts.'],
  ['UNSUPPORTED_SASL_MECHANISM', 33, false, 'The broker does not offer this SASL mechanism.'],
  ['ILLEGAL_SASL_STATE', 34, false, 'The request does not fit the current step of the SASL exchange.'],
  ['UNSUPPORTED_VERSION', 35, false, 'The broker does not support this version of the API.'],
  ['TOPIC_ALREADY_EXISTS', 36, false, 'A topic with this name exists already.'],
  ['INVALID_PARTITIONS', 37, false, 'The number of partitions is not acceptable.'],
  ['INVALID_REPLICATION_FACTOR', 38, false, 'The replication factor is below 1 or larger than the number of brokers.'],
  ['INVALID_REPLICA_ASSIGNMENT', 39, false, 'The replica assignment is not acceptable.'],
  ['INVALID_CONFIG', 40, false, 'A setting has an unknown name or an unacceptable value.'],
  ['NOT_CONTROLLER', 41, true, 'The broker is not the controller of the cluster.'],
  ['INVALID_REQUEST', 42, false, 'The request contradicts itself or breaks a rule of the protocol.'],
  ['UNSUPPORTED_FOR_MESSAGE_FORMAT', 43, false, 'The record format in use does not support the request.'],
  ['POLICY_VIOLATION', 44, false, 'A policy of the broker forbids the request.'],
  ['OUT_OF_ORDER_SEQUENCE_NUMBER', 45, false, 'The batch does not continue the sequence of its producer.'],
  ['DUPLICATE_SEQUENCE_NUMBER', 46, false, 'The batch repeats a sequence number of its producer.'],
  ['INVALID_PRODUCER_EPOCH', 47, false, 'The producer uses an epoch that a newer one has replaced.'],
  ['INVALID_TXN_STATE', 48, false, 'The transaction is in a state that does not allow the operation.'],
  ['INVALID_PRODUCER_ID_MAPPING', 49, false, 'The producer id is not the one assigned to the transactional id.'],
  ['INVALID_TRANSACTION_TIMEOUT', 50, false, 'The transaction timeout is larger than the broker allows.'],
  ['CONCURRENT_TRANSACTIONS', 51, true, 'An earlier operation on the same transaction is still under way.'],
  ['TRANSACTION_COORDINATOR_FENCED', 52, false, 'The transaction coordinator that sent the marker has been replaced.'],
  ['TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 53, false, 'The client may not use this transactional id.'],
  ['SECURITY_DISABLED', 54, false, 'The broker runs without the security feature that the request is about.'],
  ['OPERATION_NOT_ATTEMPTED', 55, false, 'The operation was skipped because another one in the same request failed.'],
  ['KAFKA_STORAGE_ERROR', 56, true, 'The broker could not read or write its log on disk.'],
  ['LOG_DIR_NOT_FOUND', 57, false, 'The broker has no such log directory.'],
  ['SASL_AUTHENTICATION_FAILED', 58, false, 'The credentials were not accepted.'],
  ['UNKNOWN_PRODUCER_ID', 59, false, 'The broker has forgotten, or never knew, the state of this producer id.'],
  ['REASSIGNMENT_IN_PROGRESS', 60, false, 'The partition is being reassigned already.'],
  ['DELEGATION_TOKEN_AUTH_DISABLED', 61, false, 'Delegation tokens are not enabled.'],
  ['DELEGATION_TOKEN_NOT_FOUND', 62, false, 'No such delegation token exists.'],
  ['DELEGATION_TOKEN_OWNER_MISMATCH', 63, false, 'The principal neither owns nor may renew the delegation token.'],
  ['DELEGATION_TOKEN_REQUEST_NOT_ALLOWED', 64, false, 'Delegation tokens cannot be requested over this kind of connection.'],
  ['DELEGATION_TOKEN_AUTHORIZATION_FAILED', 65, false, 'The client may not do this with the delegation token.'],
  ['DELEGATION_TOKEN_EXPIRED', 66, false, 'The delegation token has expired.'],
  ['INVALID_PRINCIPAL_TYPE', 67, false, 'The type of the principal is not supported.'],
  ['NON_EMPTY_GROUP', 68, false, 'The group still has members.'],
  ['GROUP_ID_NOT_FOUND', 69, false, 'No such group exists.'],
  ['FETCH_SESSION_ID_NOT_FOUND', 70, true, 'The broker does not know this fetch session.'],
  ['INVALID_FETCH_SESSION_EPOCH', 71, true, 'The epoch is not the next one of the fetch session.'],
  ['LISTENER_NOT_FOUND', 72, true, 'The partition leader has no listener that matches the one the request came in on.'],
  ['TOPIC_DELETION_DISABLED', 73, false, 'Deleting topics is switched off.'],
  ['FENCED_LEADER_EPOCH', 74, true, 'The leader epoch is older than the one the broker has.'],
  ['UNKNOWN_LEADER_EPOCH', 75, true, 'The leader epoch is newer than the one the broker has.'],
  ['UNSUPPORTED_COMPRESSION_TYPE', 76, false, 'The compression type is not supported for this version of the request.'],
  ['STALE_BROKER_EPOCH', 77, false, 'The broker epoch has been replaced by a newer one.'],
  ['OFFSET_NOT_AVAILABLE', 78, true, 'The leader cannot vouch for its high watermark yet.'],
  ['MEMBER_ID_REQUIRED', 79, false, 'The member has to join again with the member id it was just given.'],
  ['PREFERRED_LEADER_NOT_AVAILABLE', 80, true, 'The preferred leader is not available.'],
  ['GROUP_MAX_SIZE_REACHED', 81, false, 'The group has as many members as it may have.'],
  ['FENCED_INSTANCE_ID', 82, false, 'Another member has taken over this group instance id.'],
  ['ELIGIBLE_LEADERS_NOT_AVAILABLE', 83, true, 'No replica that could become leader is available.'],
  ['ELECTION_NOT_NEEDED', 84, true, 'The partition needs no leader election.'],
  ['NO_REASSIGNMENT_IN_PROGRESS', 85, false, 'The partition is not being reassigned.'],
  ['GROUP_SUBSCRIBED_TO_TOPIC', 86, false, 'The group is subscribed to the topic, so its offsets cannot be deleted.'],
  ['INVALID_RECORD', 87, false, 'A record failed the checks of the broker.'],
  ['UNSTABLE_OFFSET_COMMIT', 88, true, 'Offsets of the partition belong to a transaction that is still open.'],
  ['THROTTLING_QUOTA_EXCEEDED', 89, true, 'The client has used up its quota for now.'],
  ['PRODUCER_FENCED', 90, false, 'A newer producer uses the same transactional id.'],
  ['RESOURCE_NOT_FOUND', 91, false, 'The resource does not exist.'],
  ['DUPLICATE_RESOURCE', 92, false, 'The request names the same resource twice.'],
  ['UNACCEPTABLE_CREDENTIAL', 93, false, 'The credential does not meet the requirements.'],
  ['INCONSISTENT_VOTER_SET', 94, false, 'The two sides of the request disagree on who the voters are.'],
  ['INVALID_UPDATE_VERSION', 95, false, 'The update carries a version that is not the expected one.'],
  ['FEATURE_UPDATE_FAILED', 96, false, 'The features of the cluster could not be updated.'],
  ['PRINCIPAL_DESERIALIZATION_FAILURE', 97, false, 'The forwarded principal could not be read.'],
  ['SNAPSHOT_NOT_FOUND', 98, false, 'No such snapshot exists.'],
  ['POSITION_OUT_OF_RANGE', 99, false, 'The position lies outside the snapshot.'],
  ['UNKNOWN_TOPIC_ID', 100, true, 'The broker hosts no topic with this id.'],
  ['DUPLICATE_BROKER_REGISTRATION', 101, false, 'Another running broker has registered this broker id.'],
  ['BROKER_ID_NOT_REGISTERED', 102, false, 'No broker has registered this id.'],
  ['INCONSISTENT_TOPIC_ID', 103, true, 'The topic id is not the one in the log of the partition.'],
  ['INCONSISTENT_CLUSTER_ID', 104, false, 'The cluster id is that of another cluster.'],
  ['TRANSACTIONAL_ID_NOT_FOUND', 105, false, 'No such transactional id exists.'],
  ['FETCH_SESSION_TOPIC_ID_ERROR', 106, true, 'The fetch session mixes requests with and without topic ids.'],
  ['INELIGIBLE_REPLICA', 107, false, 'A replica in the new in-sync set is not eligible for it.'],
  ['NEW_LEADER_ELECTED', 108, false, 'The partition change made another broker the leader.'],
  ['OFFSET_MOVED_TO_TIERED_STORAGE', 109, false, 'The offset is no longer on the broker but in tiered storage.'],
  ['FENCED_MEMBER_EPOCH', 110, false, 'The coordinator has fenced the member; it has to give up its partitions and join again.'],
  ['UNRELEASED_INSTANCE_ID', 111, false, 'Another member still uses this group instance id.'],
  ['UNSUPPORTED_ASSIGNOR', 112, false, 'The group does not support any of the assignors of the member.'],
  ['STALE_MEMBER_EPOCH', 113, false, 'The member epoch is out of date; retry with the current one.'],
  ['MISMATCHED_ENDPOINT_TYPE', 114, false, 'The request reached an endpoint of the wrong type.'],
  ['UNSUPPORTED_ENDPOINT_TYPE', 115, false, 'The endpoint type is not supported.'],
  ['UNKNOWN_CONTROLLER_ID', 116, false, 'No controller with this id is known.'],
  ['UNKNOWN_SUBSCRIPTION_ID', 117, false, 'The client pushed telemetry for a subscription that is no longer valid.'],
  ['TELEMETRY_TOO_LARGE', 118, false, 'The pushed telemetry is larger than the broker accepts.'],
  ['INVALID_REGISTRATION', 119, false, 'The registration of the controller or broker is not acceptable.'],
  ['TRANSACTION_ABORTABLE', 120, false, 'The transaction can no longer commit and has to be aborted.'],
  ['INVALID_RECORD_STATE', 121, false, 'The record is in a state that does not allow this acknowledgement.'],
  ['SHARE_SESSION_NOT_FOUND', 122, true, 'The broker does not know this share session.'],
  ['INVALID_SHARE_SESSION_EPOCH', 123, true, 'The epoch is not the next one of the share session.'],
  ['FENCED_STATE_EPOCH', 124, false, 'The share coordinator has seen a newer state epoch.'],
  ['INVALID_VOTER_KEY', 125, false, 'The voter key is not the one the receiver has.'],
  ['DUPLICATE_VOTER', 126, false, 'The voter is in the set of voters already.'],
  ['VOTER_NOT_FOUND', 127, false, 'The voter is not in the set of voters.'],
  ['INVALID_REGULAR_EXPRESSION', 128, false, 'The regular expression is not valid.'],
  ['REBOOTSTRAP_REQUIRED', 129, false, 'The client has outdated cluster metadata and should start again from its bootstrap servers.'],
  ['STREAMS_INVALID_TOPOLOGY', 130, false, 'The topology of the streams application is not acceptable.'],
  ['STREAMS_INVALID_TOPOLOGY_EPOCH', 131, false, 'The topology epoch of the streams application is not acceptable.'],
  ['STREAMS_TOPOLOGY_FENCED', 132, false, 'The topology epoch of the streams application is out of date.'],
  ['SHARE_SESSION_LIMIT_REACHED', 133, true, 'The broker has as many share sessions as it may have.'],
  ['GROUP_DELETION_FAILED', 134, false, 'The group could not be deleted.'],
  ['STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED', 135, false, 'The description of the streams topology could not be stored.'],
  ['CONTROLLER_ID_NOT_REGISTERED', 136, false, 'No controller has registered this id.'],
] as const

type Row = (typeof table)[number]
export type ErrorName = Row[0]

export interface ErrorDescription {
  readonly name: ErrorName
  readonly code: number
  readonly retriable: boolean
  readonly sentence: string
}

export const ErrorCode = Object.fromEntries(table.map(([name, code]) => [name, code])) as { readonly [R in Row as R[0]]: R[1] }

const descriptions = new Map<number, ErrorDescription>(
  table.map(([name, code, retriable, sentence]) => [code, { name, code, retriable, sentence }]),
)

/** A code that is not in the table reads as UNKNOWN_SERVER_ERROR, as Kafka's own clients read it; the code itself is kept. */
export function errorOf(code: number): ErrorDescription {
  return (
    descriptions.get(code) ?? {
      name: 'UNKNOWN_SERVER_ERROR',
      code,
      retriable: false,
      sentence: `Error code ${code} is not one that Headwater knows.`,
    }
  )
}

/** An answer of the broker, not a bug: it carries the code that goes on the wire. */
export class KafkaError extends Error {
  override readonly name = 'KafkaError'
  readonly code: number
  readonly errorName: ErrorName

  constructor(description: ErrorDescription, message: string) {
    super(message)
    this.code = description.code
    this.errorName = description.name
  }
}

export function kafkaError(name: ErrorName, message?: string): KafkaError {
  const description = errorOf(ErrorCode[name])
  return new KafkaError(description, message ?? description.sentence)
}
