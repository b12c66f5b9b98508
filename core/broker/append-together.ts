// Appends batches to several partitions together with rows of metadata, past the wire: all of it becomes durable in one commit, or nothing.
import { AppendError } from '../log/append-error.ts'
import { validateBatch } from '../log/batch-validation.ts'
import type { PartitionLog, PendingUnit } from '../log/partition-log.ts'
import { StorageError } from '../storage/storage-error.ts'
import type { Write } from '../storage/tables.ts'
import type { BrokerContext } from './broker-context.ts'

export interface WholeBatch {
  readonly topic: string
  readonly topicId: string
  readonly partition: number
  /** An encoded record batch; it must not be changed afterwards. */
  readonly batch: Buffer
}

export interface BatchRefusal {
  /** Which of the batches. */
  readonly batch: number
  readonly error: AppendError
}

export type AppendedTogether = { readonly baseOffsets: readonly number[] } | { readonly refused: readonly BatchRefusal[] }

/** The newest version of Produce: nothing is refused for what an old client would not understand. */
const PRODUCE_VERSION = 13

/**
 * Resolves once durable, or with all that is refused, of which nothing was kept. `writes` is told the offsets of the first records, in the order of the batches.
 * Rejects StorageError.
 */
export async function appendTogether(broker: BrokerContext, batches: readonly WholeBatch[], writes: (baseOffsets: readonly number[]) => readonly Write[]): Promise<AppendedTogether> {
  if (broker.storage.refusal !== null) throw new StorageError(`Writes are refused: ${broker.storage.refusal}`)
  // Everything is looked at before anything is appended: an append gives out offsets, and they would have a hole.
  const refused = batches.flatMap((batch, i) => refusalOf(broker, batch, i) ?? [])
  if (refused.length > 0) return { refused }
  const unit: PendingUnit = { appends: [], writes: [] }
  const logs = batches.map((batch) => logOf(broker, batch))
  const baseOffsets = logs.map((log, i) => log.append(batches[i]!.batch, { produceVersion: PRODUCE_VERSION }, unit).baseOffset)
  unit.writes.push(...writes(baseOffsets))
  // A topic that is deleted meanwhile takes its share along, as if it had been deleted a moment later.
  await broker.storage.commit(unit)
  return { baseOffsets }
}

function refusalOf(broker: BrokerContext, batch: WholeBatch, index: number): BatchRefusal | undefined {
  try {
    const log = logOf(broker, batch)
    validateBatch(batch.batch, PRODUCE_VERSION, log.configs, broker.clock.now())
    return undefined
  } catch (error) {
    if (!(error instanceof AppendError)) throw error
    return { batch: index, error }
  }
}

function logOf({ topics, logs }: BrokerContext, batch: WholeBatch): PartitionLog {
  const topic = topics.get(batch.topic)
  const partitionId = topic?.topicId === batch.topicId ? topic.partitions[batch.partition] : undefined
  const log = partitionId === undefined ? undefined : logs.get(partitionId)
  if (log === undefined || log.isDropped) throw missing(batch)
  return log
}

function missing({ topic, partition }: WholeBatch): AppendError {
  return new AppendError('UNKNOWN_TOPIC_OR_PARTITION', `Partition ${partition} of "${topic}" is not there any more.`)
}
