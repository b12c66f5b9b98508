// The transaction coordinator: finds the transaction of a request, lets one operation decide, and answers when what it changed is durable.
import type { Clock } from '../base/clock.ts'
import { AppendError } from '../log/append-error.ts'
import type { PendingUnit } from '../log/partition-log.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import { StorageError } from '../storage/storage-error.ts'
import type { MetadataStore } from '../storage/storage.ts'
import { abortFenced } from './abort-fenced.ts'
import { decideAddPartitions, partitionError, type ProducerClaim } from './add-partitions-to-txn.ts'
import { admissionError, admissionMessage, type OffsetsAdmission, type ProduceAdmission } from './admission.ts'
import { type Decision, type ErrorName, NEEDS_PRODUCER_ID, refused } from './decision.ts'
import { describeTransaction, type TransactionDescription } from './describe-transactions.ts'
import { decideEndTxn, decideEndTxnWithNewEpoch, type EndTxnRequest } from './end-txn.ts'
import { decideInitProducerId, type InitProducerIdRequest } from './init-producer-id.ts'
import { offsetsPartitionOf } from './offsets-partition.ts'
import type { PartitionName, Transaction } from './transaction.ts'
import type { TransactionConfigs } from './transaction-configs.ts'
import { isExpired, isTimedOut } from './transaction-timeouts.ts'
import { Transactions, type TransactionsDeps } from './transactions.ts'

export interface TransactionCoordinatorDeps extends TransactionsDeps {
  readonly clock: Clock
  readonly configs: TransactionConfigs
  readonly producerIds: { allocate(): Promise<number> }
  /** The finalized level of `transaction.version`. */
  transactionVersion(): number
}

/** A producer with its epoch, or an error and -1. */
export interface ProducerAnswer {
  readonly errorCode: number
  readonly producerId: number
  readonly producerEpoch: number
}

/** A request that a producer makes for its transaction. */
export interface TransactionClaim extends ProducerClaim {
  readonly transactionalId: string
}

export class TransactionCoordinator {
  readonly #transactions: Transactions
  readonly #deps: TransactionCoordinatorDeps
  /** Allocated for a request that then turned out not to need it. */
  #spareProducerId: number | undefined

  private constructor(store: MetadataStore, deps: TransactionCoordinatorDeps) {
    this.#transactions = new Transactions(store, deps)
    this.#deps = deps
  }

  /** Reads transactions from the store; throws StorageError for records of another version. */
  static load(store: MetadataStore, deps: TransactionCoordinatorDeps): TransactionCoordinator {
    return new TransactionCoordinator(store, deps)
  }

  // ---- a transaction's life -----------------------------------------------------------------------------------------------------------

  /** For a transactional id; `producerIds` serves producers without one. */
  initProducerId(request: InitProducerIdRequest): Promise<ProducerAnswer> {
    return this.#decideWithProducerId(request.transactionalId, (current, freshProducerId) =>
      decideInitProducerId(current, request, {
        maxTimeoutMs: this.#deps.configs.getInt('transaction.max.timeout.ms'),
        transactionVersion: this.#deps.transactionVersion(),
        nowMs: this.#now,
        freshProducerId,
      }),
    )
  }

  /** The error code for all of them: partitions are added together or not at all. */
  async addPartitions(claim: TransactionClaim, partitions: readonly PartitionName[]): Promise<number> {
    if (claim.transactionalId === '') return ErrorCode.INVALID_REQUEST
    const decision = decideAddPartitions(this.#transactions.get(claim.transactionalId), claim, partitions, this.#now)
    return 'refused' in decision ? ErrorCode[decision.refused] : this.#perform(decision)
  }

  addOffsets(claim: TransactionClaim, groupId: string): Promise<number> {
    return this.addPartitions(claim, [this.#offsetsPartition(groupId)])
  }

  /** The error code for each partition: whether it is part of the transaction. */
  verifyPartitions(claim: TransactionClaim, partitions: readonly PartitionName[]): number[] {
    const current = this.#transactions.get(claim.transactionalId)
    return partitions.map((partition) => ErrorCode[claim.transactionalId === '' ? 'INVALID_REQUEST' : (partitionError(current, claim, partition) ?? 'NONE')])
  }

  /** `hasEpochPerTransaction`: the answer carries the producer id and epoch of the next transaction (KIP-890). */
  async endTxn(request: EndTxnRequest & TransactionClaim, hasEpochPerTransaction: boolean): Promise<ProducerAnswer> {
    if (request.transactionalId === '') return failed('INVALID_REQUEST')
    return this.#decideWithProducerId(request.transactionalId, (current, freshProducerId) => {
      const rules = { nowMs: this.#now, freshProducerId }
      return hasEpochPerTransaction ? decideEndTxnWithNewEpoch(current, request, rules) : decideEndTxn(current, request, rules)
    })
  }

  // ---- what is written in a transaction -------------------------------------------------------------------------------------------------

  /** Lets a transactional batch in, or throws AppendError. Newer producers add partitions by writing to them: the record of that joins `unit`. */
  admit({ topic, partition, produceVersion, ...claim }: ProduceAdmission, unit: PendingUnit): void {
    const error = this.#admit(claim, { topic, partition }, { isImplicit: produceVersion >= 12, knowsAbortable: produceVersion >= 11 }, unit)
    if (error) throw new AppendError(error, admissionMessage(error, claim, { topic, partition }))
  }

  /** The same for offsets of a group; NONE or an error code. */
  admitOffsets({ groupId, txnOffsetCommitVersion, ...claim }: OffsetsAdmission, unit: PendingUnit): number {
    const rules = { isImplicit: txnOffsetCommitVersion >= 5, knowsAbortable: txnOffsetCommitVersion >= 4 }
    return ErrorCode[this.#admit(claim, this.#offsetsPartition(groupId), rules, unit) ?? 'NONE']
  }

  #admit(claim: TransactionClaim, partition: PartitionName, { isImplicit, knowsAbortable }: { isImplicit: boolean; knowsAbortable: boolean }, unit: PendingUnit): ErrorName | undefined {
    if (claim.transactionalId === '') return 'INVALID_REQUEST'
    const current = this.#transactions.get(claim.transactionalId)
    if (!isImplicit) {
      if (!this.#deps.configs.getBoolean('transaction.partition.verification.enable')) return undefined
      return admissionError(partitionError(current, claim, partition), knowsAbortable)
    }
    const decision = decideAddPartitions(current, claim, [partition], this.#now)
    if ('refused' in decision) return admissionError(decision.refused, knowsAbortable)
    this.#transactions.take(decision, unit)
    return undefined
  }

  // ---- administration ---------------------------------------------------------------------------------------------------------------------

  all(): Iterable<Transaction> {
    return this.#transactions.all()
  }

  describe(transactionalId: string): TransactionDescription {
    return describeTransaction(transactionalId, this.#transactions.get(transactionalId))
  }

  // ---- life -------------------------------------------------------------------------------------------------------------------------------

  /** Ends what has been open for longer than its producer said, and fences that producer. Resolves once durable. */
  async abortTimedOut(): Promise<void> {
    const timedOut = [...this.#transactions.all()].filter((transaction) => isTimedOut(transaction, this.#now))
    await Promise.all(
      timedOut.map(async (open) => {
        const { errorCode } = await this.#decideWithProducerId(open.transactionalId, (current, freshProducerId) => {
          const isStillOpen = current !== undefined && isTimedOut(current, this.#now)
          return isStillOpen ? abortFenced(current, { transactionVersion: this.#deps.transactionVersion(), nowMs: this.#now, freshProducerId }) : refused('INVALID_TXN_STATE')
        })
        if (errorCode === ErrorCode.NONE) this.#deps.logger.info(`Transaction "${open.transactionalId}" was aborted: it was open for more than ${open.timeoutMs} ms.`)
      }),
    )
  }

  /** Forgets transactional ids that nobody has used for `transactional.id.expiration.ms`. */
  async forgetExpired(): Promise<void> {
    const expirationMs = this.#deps.configs.getInt('transactional.id.expiration.ms')
    const expired = [...this.#transactions.all()].filter((transaction) => isExpired(transaction, expirationMs, this.#now))
    if (expired.length === 0) return
    const unit: PendingUnit = { appends: [], writes: [] }
    this.#transactions.remove(expired, unit)
    await this.#transactions.commit(unit)
  }

  /** After a failed commit only the disk is right. */
  reload(): void {
    this.#transactions.reload()
  }

  get #now(): number {
    return this.#deps.clock.now()
  }

  #offsetsPartition(groupId: string): PartitionName {
    return offsetsPartitionOf(groupId, this.#deps.configs.getInt('offsets.topic.num.partitions'))
  }

  /** Decides on what is true now, whatever a producer id took to be reserved: the decision is asked again once there is one. */
  async #decideWithProducerId(
    transactionalId: string,
    decide: (current: Transaction | undefined, freshProducerId: number | undefined) => Decision | typeof NEEDS_PRODUCER_ID,
  ): Promise<ProducerAnswer> {
    for (;;) {
      const fresh = this.#spareProducerId
      const decision = decide(this.#transactions.get(transactionalId), fresh)
      if (decision === NEEDS_PRODUCER_ID) {
        const reserved = await this.#allocate()
        if (reserved === undefined) return failed('COORDINATOR_NOT_AVAILABLE')
        this.#spareProducerId = reserved
        continue
      }
      if ('refused' in decision) return failed(decision.refused)
      const { producerId, producerEpoch } = decision.next
      if (producerId === fresh) this.#spareProducerId = undefined
      const errorCode = await this.#perform(decision)
      return errorCode === ErrorCode.NONE ? { errorCode, producerId, producerEpoch } : { ...failed('NONE'), errorCode }
    }
  }

  async #allocate(): Promise<number | undefined> {
    try {
      return await this.#deps.producerIds.allocate()
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      this.#deps.logger.error('No producer id could be reserved', error)
      return undefined
    }
  }

  async #perform(step: Exclude<Decision, { refused: ErrorName }>): Promise<number> {
    const unit: PendingUnit = { appends: [], writes: [] }
    const ended = this.#transactions.take(step, unit)
    const isDurable = await this.#transactions.commit(unit)
    ended(isDurable)
    return isDurable ? ErrorCode.NONE : ErrorCode.COORDINATOR_NOT_AVAILABLE
  }
}

const failed = (name: ErrorName): ProducerAnswer => ({ errorCode: ErrorCode[name], producerId: -1, producerEpoch: -1 })
