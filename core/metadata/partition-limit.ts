// How many partitions one request may create: a typed-in million must not become a million logs.
import type { KafkaError } from '../protocol/error-codes.ts'
import { kafkaError } from '../protocol/error-codes.ts'

const MAX_PARTITIONS_PER_REQUEST = 10_000

/** True when the counts, where positive, add up to more than is allowed. */
export function exceedsPartitionLimit(counts: readonly number[]): boolean {
  return counts.reduce((total, count) => total + Math.max(0, count), 0) > MAX_PARTITIONS_PER_REQUEST
}

export function tooManyPartitions(): KafkaError {
  return kafkaError('POLICY_VIOLATION', `One request may create at most ${MAX_PARTITIONS_PER_REQUEST} partitions.`)
}
