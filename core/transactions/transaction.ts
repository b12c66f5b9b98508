// What the coordinator knows of one transactional id. Values: a step makes a new one.
import { assert } from '../base/assert.ts'
import { mayGo, type TransactionState } from './transaction-state.ts'

export const NO_PRODUCER_ID = -1
export const NO_EPOCH = -1
/** Java's short. The last epoch belongs to the broker: with it the producer that has the last but one can still be fenced. */
const MAX_EPOCH = 0x7fff

/** Partition indexes by topic. Offsets of groups stand here as partitions of `__consumer_offsets`, as in Kafka. */
export type TransactionPartitions = ReadonlyMap<string, ReadonlySet<number>>

export interface Transaction {
  readonly transactionalId: string
  readonly state: TransactionState
  readonly producerId: number
  readonly producerEpoch: number
  /** The producer id before the latest step: it differs right after a new one was given because its epochs were used up. */
  readonly previousProducerId: number
  /** The epoch that its owner had before the latest one, so that a repeated request is known; NO_EPOCH where no repetition can be meant. */
  readonly lastProducerEpoch: number
  readonly timeoutMs: number
  readonly partitions: TransactionPartitions
  /** Of the transaction that is open, or was last; -1 before the first. */
  readonly startedAtMs: number
  readonly updatedAtMs: number
}

export const NO_PARTITIONS: TransactionPartitions = new Map()

export interface PartitionName {
  readonly topic: string
  readonly partition: number
}

export function hasPartition({ partitions }: Transaction, { topic, partition }: PartitionName): boolean {
  return partitions.get(topic)?.has(partition) ?? false
}

/** The next value, after a step that must be legal. */
export function moved(current: Transaction, state: TransactionState, changes: Partial<Omit<Transaction, 'transactionalId' | 'state'>>): Transaction {
  assert(mayGo(current.state, state), `transaction "${current.transactionalId}" may not go from ${current.state} to ${state}`)
  return { ...current, previousProducerId: current.producerId, ...changes, state }
}

/** A producer with the last epoch that clients may use needs a new id for the next one. */
export function isExhausted(producerEpoch: number): boolean {
  return producerEpoch >= MAX_EPOCH - 1
}

/** One more, and never past the last. */
export function nextEpoch(producerEpoch: number): number {
  return Math.min(MAX_EPOCH, producerEpoch + 1)
}
