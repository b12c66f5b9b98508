// Turns what services and the client room throw into the contract's typed errors.
import { ORPCError } from '@orpc/server'
import { ConnectionFailed } from '../client/connection-errors.ts'
import { NoSuchRecord } from '../client/read-record.ts'
import { type ErrorName, KafkaError } from '../protocol/error-codes.ts'
import { ServiceError } from './service-error.ts'

const STATUS = { CONNECTION_FAILED: 503, KAFKA_ERROR: 502, NOT_FOUND: 404, INVALID_INPUT: 422, READ_ONLY: 403 } as const

/** Kafka's ways of saying that there is no such thing. */
const ABSENT: ReadonlySet<ErrorName> = new Set<ErrorName>(['UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_TOPIC_ID', 'GROUP_ID_NOT_FOUND'])

const REMEDIES: Partial<Record<ErrorName, string>> = {
  MESSAGE_TOO_LARGE: 'Send less, or raise max.message.bytes of the topic.',
  TOPIC_ALREADY_EXISTS: 'Choose another name.',
  NOT_ENOUGH_REPLICAS: 'Wait until enough replicas are in sync, or lower min.insync.replicas.',
  INVALID_REPLICATION_FACTOR: 'Use at most as many replicas as the cluster has brokers.',
  UNSUPPORTED_VERSION: 'The cluster is too old for this.',
  TOPIC_AUTHORIZATION_FAILED: 'Ask for the right on this topic.',
  GROUP_AUTHORIZATION_FAILED: 'Ask for the right on this group.',
  CLUSTER_AUTHORIZATION_FAILED: 'Ask for the right on the cluster.',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'Ask for the right on this transactional id.',
  COORDINATOR_LOAD_IN_PROGRESS: 'Try again in a moment.',
  COORDINATOR_NOT_AVAILABLE: 'Try again in a moment.',
  NOT_COORDINATOR: 'Try again in a moment.',
  THROTTLING_QUOTA_EXCEEDED: 'Wait a moment, or ask for a larger quota.',
  INVALID_RECORD: 'Give it a key: a compacted topic takes no record without one.',
  INVALID_TIMESTAMP: 'Send it with a time that message.timestamp.before.max.ms and message.timestamp.after.max.ms of the topic allow.',
  POLICY_VIOLATION: 'Ask who runs the cluster what its policy allows.',
  KAFKA_STORAGE_ERROR: 'Look into the log of the broker: its disk may be full, or broken.',
}

/** undefined = not something that the contract declares: a bug, or an error of oRPC itself. */
export function rpcErrorOf(error: unknown): ORPCError<keyof typeof STATUS, unknown> | undefined {
  if (error instanceof ServiceError) return declared(error.code, { message: error.message, ...error.data }, error)
  if (error instanceof NoSuchRecord) return declared('NOT_FOUND', { message: error.message, remedy: error.remedy }, error)
  if (error instanceof ConnectionFailed) {
    const { message, remedy, step, address } = error
    return declared('CONNECTION_FAILED', { message, remedy, step, address }, error)
  }
  if (!(error instanceof KafkaError)) return undefined
  const { message, code, errorName } = error
  if (ABSENT.has(errorName)) return declared('NOT_FOUND', { message, remedy: '' }, error)
  return declared('KAFKA_ERROR', { message, remedy: REMEDIES[errorName] ?? '', code, name: errorName }, error)
}

function declared(code: keyof typeof STATUS, data: Record<string, unknown>, cause: Error): ORPCError<keyof typeof STATUS, unknown> {
  return new ORPCError(code, { status: STATUS[code], message: cause.message, data, cause, defined: true })
}
