// A policy as it is on disk: plain data with a version.
import { StorageError } from '../storage/storage-error.ts'
import type { RetryPolicyRecord } from '../storage/tables.ts'
import type { RetryPolicy } from './retry-policy.ts'

const RECORD_VERSION = 1

interface StoredPolicy extends RetryPolicyRecord, Omit<RetryPolicy, 'policyId'> {
  version: typeof RECORD_VERSION
}

export function recordOf({ policyId: _key, ...fields }: RetryPolicy): RetryPolicyRecord {
  return { ...fields, version: RECORD_VERSION }
}

/** Throws StorageError for a record that this version of Headwater did not write. */
export function policyOf(policyId: string, record: RetryPolicyRecord): RetryPolicy {
  if (!isCurrent(record)) throw new StorageError(`Retry policy ${policyId} was written by another version of Headwater (record version ${record.version}).`)
  const { version: _version, ...fields } = record
  return { ...fields, policyId }
}

function isCurrent(record: RetryPolicyRecord): record is StoredPolicy {
  return record.version === RECORD_VERSION
}
