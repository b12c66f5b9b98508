// Why a job does not go on: thrown where it is found out, shown as the reason of PAUSED.
import { ConnectionFailed } from '../../../client/connection-errors.ts'
import { isTransient } from '../../../client/delivery-deadline.ts'
import { type ErrorName, KafkaError } from '../../../protocol/error-codes.ts'
import { StorageError } from '../../../storage/storage-error.ts'

export type PauseCode =
  | 'user'
  | 'bounce'
  | 'errors'
  | 'fenced'
  | 'auth'
  | 'network'
  | 'storage'
  | 'read-only'
  | 'connection-gone'
  | 'register'
  | 'target-missing'
  | 'target-changed'
  | 'source'
  | 'in-doubt'
  | 'retry'
  | 'broker'

export interface JobReason {
  readonly code: PauseCode | 'interrupted' | 'missed' | 'plan' | 'error'
  readonly message: string
  readonly remedy: string
}

export class PauseJob extends Error {
  override readonly name = 'PauseJob'
  readonly reason: JobReason

  constructor(code: PauseCode, message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.reason = { code, message, remedy }
  }
}

const FORBIDDEN: Partial<Record<ErrorName, string>> = {
  TOPIC_AUTHORIZATION_FAILED: 'Allow it to WRITE (and DESCRIBE) the target topic, then resume.',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'Allow it to WRITE and DESCRIBE the transactional id of the job, then resume.',
  GROUP_AUTHORIZATION_FAILED: 'Allow it to READ the group in which the job keeps its progress, then resume.',
  CLUSTER_AUTHORIZATION_FAILED: 'Allow it IDEMPOTENT_WRITE on the cluster, then resume.',
  SASL_AUTHENTICATION_FAILED: 'Enter the password of the cluster again, then resume.',
}

/** As a person is told of it. Anything that no cluster and no disk can do to us is a bug, and thrown again. */
export function pauseFor(error: unknown): PauseJob {
  if (error instanceof PauseJob) return error
  if (error instanceof StorageError) return new PauseJob('storage', error.message, 'Make room on the disk, then resume. Nothing of the last batch was kept.', error)
  if (error instanceof ConnectionFailed) return new PauseJob(error.step === 'sasl' ? 'auth' : 'network', error.message, error.remedy, error)
  if (!(error instanceof KafkaError)) throw error
  const remedy = FORBIDDEN[error.errorName]
  if (remedy !== undefined) return new PauseJob('auth', error.message, remedy, error)
  if (error.errorName === 'UNKNOWN_TOPIC_OR_PARTITION') return new PauseJob('target-missing', error.message, 'Create it again, or plan the replay anew with another target. Nothing is created by itself.', error)
  if (error.errorName === 'KAFKA_STORAGE_ERROR') return new PauseJob('storage', error.message, 'The broker cannot write: make room on its disk, then resume.', error)
  if (isTransient(error)) return new PauseJob('network', error.message, 'Resume when the cluster is well again.', error)
  return new PauseJob('broker', error.message, 'See what the broker says, then resume or cancel.', error)
}

/** The transaction was ended by somebody else: by another runner of this job, or by the broker after its timeout. */
export function isFenced(error: unknown): boolean {
  return error instanceof KafkaError && FENCED.has(error.errorName)
}

const FENCED = new Set<ErrorName>(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'INVALID_TXN_STATE', 'INVALID_PRODUCER_ID_MAPPING', 'TRANSACTION_ABORTABLE'])

/** Refused for what is in it, whoever sends it: the others can go without it. */
export function isOfRecord(error: unknown): boolean {
  return error instanceof KafkaError && OF_RECORD.has(error.errorName)
}

export function isTooLarge(error: unknown): boolean {
  return error instanceof KafkaError && TOO_LARGE.has(error.errorName)
}

const TOO_LARGE = new Set<ErrorName>(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'])
const OF_RECORD = new Set<ErrorName>(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP', 'POLICY_VIOLATION'])
const FAILURE_CODES: Partial<Record<ErrorName, string>> = { MESSAGE_TOO_LARGE: 'too-large', RECORD_LIST_TOO_LARGE: 'too-large', INVALID_TIMESTAMP: 'invalid-timestamp' }

/** The code of FAILED. */
export function failureCode(error: Error): string {
  return error instanceof KafkaError ? (FAILURE_CODES[error.errorName] ?? error.errorName.toLowerCase().replaceAll('_', '-')) : 'error'
}
