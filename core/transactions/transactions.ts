// All transactions in memory, and their way to disk: a step changes memory at once and counts once its unit is durable.
import type { Logger } from '../base/logger.ts'
import { AppendError } from '../log/append-error.ts'
import type { PartitionLog, PendingUnit } from '../log/partition-log.ts'
import { StorageError } from '../storage/storage-error.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { transactionsTable, type Write } from '../storage/tables.ts'
import type { Step, TransactionEnd } from './decision.ts'
import { OFFSETS_TOPIC } from './offsets-partition.ts'
import { replay } from './replay.ts'
import type { PartitionName, Transaction } from './transaction.ts'
import { recordOf } from './transaction-record.ts'
import type { TransactionalOffsets } from './transactional-offsets.ts'

/** There is one coordinator, and no other ever takes over. */
const COORDINATOR_EPOCH = 0

export interface TransactionsDeps {
  readonly logger: Logger
  readonly offsets: TransactionalOffsets
  /** Undefined for a partition that is gone. */
  logOf(partition: PartitionName): Pick<PartitionLog, 'appendMarker'> | undefined
}

/** To be called once the unit that took a step is durable or has failed. */
export type Ended = (isDurable: boolean) => void

const NOTHING_TO_END: Ended = () => {}

export class Transactions {
  readonly #store: MetadataStore
  readonly #deps: TransactionsDeps
  #byId: Map<string, Transaction>

  constructor(store: MetadataStore, deps: TransactionsDeps) {
    this.#store = store
    this.#deps = deps
    this.#byId = replay(store)
  }

  get(transactionalId: string): Transaction | undefined {
    return this.#byId.get(transactionalId)
  }

  all(): Iterable<Transaction> {
    return this.#byId.values()
  }

  /** What the step writes joins `unit`: the transaction, and at its end the markers of all partitions and the producer's offsets. */
  take({ next, end }: Step, unit: PendingUnit): Ended {
    if (this.#byId.get(next.transactionalId) === next) return NOTHING_TO_END
    this.#byId.set(next.transactionalId, next)
    putLast(unit.writes, transactionsTable.put(next.transactionalId, recordOf(next)))
    return end ? this.#end(end, unit) : NOTHING_TO_END
  }

  /** Forgets these; what is written joins `unit`. */
  remove(expired: readonly Transaction[], unit: PendingUnit): void {
    for (const { transactionalId } of expired) {
      this.#byId.delete(transactionalId)
      unit.writes.push(transactionsTable.remove(transactionalId))
    }
  }

  /** True once durable: also without changes, since what a request repeats may still be on its way. After a failure `reload` has been called. */
  async commit(unit: PendingUnit): Promise<boolean> {
    try {
      await this.#store.commit(unit)
      return true
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      this.#deps.logger.error('The state of a transaction could not be written', error)
      return false
    }
  }

  /** Drops what is in memory for what is on disk. */
  reload(): void {
    this.#byId = replay(this.#store)
  }

  #end({ partitions, isCommit, producerId, producerEpoch }: TransactionEnd, unit: PendingUnit): Ended {
    for (const [topic, indexes] of partitions) {
      if (topic === OFFSETS_TOPIC) continue
      for (const partition of indexes) this.#mark({ topic, partition }, { isCommit, producerId, producerEpoch }, unit)
    }
    const offsets = this.#deps.offsets.endPendingOffsets(producerId, isCommit)
    unit.writes.push(...offsets.writes)
    return (isDurable) => offsets.ended(isDurable)
  }

  /** A partition whose topic was deleted needs no marker; one that refuses it must not keep the rest of the transaction from ending. */
  #mark(name: PartitionName, marker: Omit<TransactionEnd, 'partitions'>, unit: PendingUnit): void {
    try {
      this.#deps.logOf(name)?.appendMarker({ ...marker, coordinatorEpoch: COORDINATOR_EPOCH }, unit)
    } catch (error) {
      if (!(error instanceof AppendError)) throw error
      this.#deps.logger.warn(`${name.topic}-${name.partition} takes no marker of producer ${marker.producerId}: ${error.message}`)
    }
  }
}

/** Of the same key only the newest value is of use, and a request that adds partition after partition would write all of them. */
function putLast(writes: Write[], write: Write): void {
  const last = writes.at(-1)
  if (last?.key.equals(write.key)) writes[writes.length - 1] = write
  else writes.push(write)
}
