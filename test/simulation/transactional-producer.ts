// A producer with a transactional id, as clients are: it produces, commits offsets, ends its transactions, dies half-way and is fenced by its successor.
import type { Random } from '../../core/base/random.ts'
import { ErrorCode, errorOf } from '../../core/protocol/error-codes.ts'
import { InitProducerId } from '../../core/protocol/messages/init-producer-id.ts'
import { OffsetFetch } from '../../core/protocol/messages/offset-fetch.ts'
import { Actor } from './actor.ts'
import { LEDGER } from './admin.ts'
import type { LogModel, SentBatch } from './log-model.ts'
import { isGone, produceBatch } from './producer.ts'
import type { Place, Topics } from './topics.ts'
import { TransactionModel } from './transaction-model.ts'
import { type Answered, type ProducerIdentity, TV1, TV2, type TransactionStyle } from './transaction-style.ts'
import { TransactionalOffsets } from './transactional-offsets.ts'
import type { World } from './world.ts'

/** The broker could not store it, or is busy with the transaction before: the same again. */
const RETRIABLE = new Set<number>([
  ErrorCode.KAFKA_STORAGE_ERROR, ErrorCode.COORDINATOR_NOT_AVAILABLE, ErrorCode.NOT_COORDINATOR, ErrorCode.CONCURRENT_TRANSACTIONS, ErrorCode.UNKNOWN_SERVER_ERROR,
  ErrorCode.COORDINATOR_LOAD_IN_PROGRESS, ErrorCode.NOT_ENOUGH_REPLICAS,
])
/** Somebody else has ended the transaction. */
const ENDED_BY_OTHERS = new Set<number>([
  ErrorCode.INVALID_PRODUCER_EPOCH, ErrorCode.PRODUCER_FENCED, ErrorCode.INVALID_TXN_STATE, ErrorCode.TRANSACTION_ABORTABLE, ErrorCode.INVALID_PRODUCER_ID_MAPPING,
])

interface Unanswered {
  readonly place: Place
  readonly batch: SentBatch
}

export class TransactionalProducer extends Actor {
  readonly offsets: TransactionalOffsets
  readonly #topics: Topics
  readonly #style: TransactionStyle
  readonly #timeoutMs: number
  #identity: ProducerIdentity | null = null
  /** An earlier life of it that does not know yet that it was replaced. */
  #zombie: { readonly identity: ProducerIdentity; readonly transaction: TransactionModel } | null = null
  #transaction: TransactionModel | null = null
  #unanswered: Unanswered | null = null
  readonly #sequences = new Map<LogModel, number>()
  /** It cannot commit any more. */
  #mustAbort = false
  #batches = 0
  #transactions = 0

  constructor(name: string, world: World, topics: Topics, random: Random) {
    super(name, world)
    this.#topics = topics
    this.#style = random.below(2) === 0 ? TV1 : TV2
    this.#timeoutMs = 5000 + random.below(60_000)
    this.offsets = new TransactionalOffsets(`${name} group`)
  }

  protected async turn(random: Random): Promise<void> {
    if (random.below(40) === 0) this.disconnect()
    if (random.below(40) === 0) return this.#dieAndReturn()
    if (this.#identity === null) return this.#initialise()
    if (this.#zombie !== null && random.below(4) === 0) return this.#haunt(random)
    if (this.#transaction?.wanted) return this.#end(this.#transaction)
    if (this.#unanswered && !this.#mustAbort) return this.#send(this.#unanswered)
    const dice = random.below(100)
    if (this.#transaction?.hasContent && (this.#mustAbort || dice < 50)) return this.#begunEnd(this.#transaction, this.#mustAbort || random.below(4) === 0)
    if (this.#mustAbort) return this.#giveUp()
    if (dice < 65) return this.#commitOffsets(random)
    if (dice < 70) return this.#watchOffsets()
    return this.#produce(random)
  }

  // ---- its life ------------------------------------------------------------------------------------------------------------------

  /** The process is killed; what it has begun is its successor's to clear away. */
  #dieAndReturn(): void {
    this.disconnect()
    if (this.#identity && this.#transaction && this.#transaction.wanted === null) this.#zombie = { identity: this.#identity, transaction: this.#transaction }
    this.#identity = null
    this.#unanswered = null
  }

  async #initialise(): Promise<void> {
    const before = this.#transaction
    if (before) before.isDisowned = true
    const { errorCode, producerId, producerEpoch } = await this.client.send(InitProducerId, 4, { transactionalId: this.name, transactionTimeoutMs: this.#timeoutMs })
    if (RETRIABLE.has(errorCode)) return
    this.world.require(errorCode === 0, () => `${this.name}: InitProducerId answered ${errorOf(errorCode).name}`)
    if (before && before.wanted === null) this.#ended(before, 'aborted', 'its successor was initialised')
    this.#begin({ transactionalId: this.name, producerId, producerEpoch })
  }

  #begin(identity: ProducerIdentity): void {
    const known = this.#identity
    if (known?.producerId !== identity.producerId || known.producerEpoch !== identity.producerEpoch) this.#sequences.clear()
    this.#identity = identity
    this.#transaction = null
    this.#unanswered = null
    this.#mustAbort = false
  }

  #ended(transaction: TransactionModel, outcome: 'committed' | 'aborted', evidence: string): void {
    transaction.is(outcome, evidence)
    this.offsets.ended(transaction)
    this.world.count(`transactions ${outcome}`)
  }

  /** Nothing of the transaction has arrived for certain: a new epoch makes sure that nothing of it will. */
  #giveUp(): void {
    this.#identity = null
    this.#unanswered = null
  }

  /** Fenced, or timed out: only that may have ended it. */
  #replaced(transaction: TransactionModel, api: string, errorCode: number): void {
    const mayBe = transaction.isDisowned || transaction.isOverdue(this.world.time.latestMs)
    this.world.require(mayBe, () => `${this.name}: ${api} for ${transaction.title} answered ${errorOf(errorCode).name} although nobody else has ended it`)
    if (!transaction.isDisowned && transaction.hasContent) this.#ended(transaction, 'aborted', `${api} answered ${errorOf(errorCode).name}`)
    this.#giveUp()
  }

  // ---- its transactions ----------------------------------------------------------------------------------------------------------

  #current(): TransactionModel {
    const { producerId, producerEpoch } = this.#identity!
    this.#transaction ??= new TransactionModel(`transaction ${this.#transactions++} of ${this.name}`, producerId, producerEpoch)
    this.#transaction.begins(this.world.time.now(), this.#timeoutMs)
    return this.#transaction
  }

  async #produce(random: Random): Promise<void> {
    const place = this.#style.usesNames ? this.#ledger(random) : this.#topics.pick(random)
    if (!place) return
    const batch = this.#batchFor(place.log, this.#identity!, this.#current(), 1 + random.below(3))
    this.#sequences.set(place.log, batch.baseSequence + batch.count)
    this.#unanswered = { place, batch }
    await this.#send(this.#unanswered)
  }

  #ledger(random: Random): Place | undefined {
    const topic = this.#topics.live.find(({ name }) => name === LEDGER)
    if (!topic) return undefined
    const index = random.below(topic.logs.length)
    return { topic, index, log: topic.logs[index]! }
  }

  #batchFor(log: LogModel, { producerId, producerEpoch }: ProducerIdentity, transaction: TransactionModel, count: number): SentBatch {
    const batch: SentBatch = {
      id: `${this.name}:${this.#batches++}`,
      count,
      producerId,
      producerEpoch,
      baseSequence: this.#sequences.get(log) ?? 0,
      timestampMs: this.world.time.now(),
      transaction,
      fate: 'unsure',
      baseOffset: -1,
    }
    log.sent.set(batch.id, batch)
    return batch
  }

  async #send({ place, batch }: Unanswered): Promise<void> {
    const transaction = batch.transaction!
    const identity = this.#identity!
    const added = await this.#style.addPartition(this.client, identity, place)
    if (!this.#accepts(transaction, added)) return
    const { errorCode, baseOffset } = await produceBatch(this.client, place, batch, { transactionalId: this.name, version: this.#style.produceVersion })
    if (errorCode !== ErrorCode.NONE && isGone(errorCode, place)) {
      this.#mustAbort = true
      return
    }
    if (!this.#accepts(transaction, { api: 'Produce', errorCode })) return
    place.log.acknowledged(batch, baseOffset)
    transaction.hasContent = true
    this.#unanswered = null
  }

  /** False when there is no going on now. */
  #accepts(transaction: TransactionModel, { api, errorCode }: Answered): boolean {
    if (errorCode === ErrorCode.NONE) return true
    if (ENDED_BY_OTHERS.has(errorCode)) this.#replaced(transaction, api, errorCode)
    else this.world.require(RETRIABLE.has(errorCode), () => `${this.name}: ${api} answered ${errorOf(errorCode).name}`)
    return false
  }

  async #commitOffsets(random: Random): Promise<void> {
    const transaction = this.#current()
    const [partition, offset] = [random.below(2), this.offsets.next()]
    const identity = this.#identity!
    // Without an answer it may be part of the transaction or not: such a transaction is not committed.
    this.#mustAbort = true
    const added = await this.#style.addOffsets(this.client, identity, this.offsets.groupId)
    if (this.#accepts(transaction, added)) {
      const committed = await this.#style.commitOffset(this.client, identity, { groupId: this.offsets.groupId, topic: LEDGER, partition, offset })
      if (this.#accepts(transaction, committed)) {
        transaction.offsets.push({ partition, offset })
        transaction.hasContent = true
        this.#mustAbort = false
      }
    }
  }

  async #begunEnd(transaction: TransactionModel, aborts: boolean): Promise<void> {
    transaction.wanted = aborts ? 'aborted' : 'committed'
    this.offsets.ending(transaction)
    await this.#end(transaction)
  }

  async #end(transaction: TransactionModel): Promise<void> {
    const identity = this.#identity!
    const answer = await this.#style.end(this.client, identity, transaction.wanted === 'committed')
    if (!this.#accepts(transaction, answer)) return
    const aborted = this.#mustAbort
    this.#ended(transaction, transaction.wanted!, 'EndTxn said so')
    this.#begin(answer.identity)
    if (aborted && this.#style.usesNames) this.#identity = null // sequences may have gaps: only a new epoch helps
  }

  /** What a restarted consumer would begin with. */
  async #watchOffsets(): Promise<void> {
    const asked = [{ groupId: this.offsets.groupId, topics: [{ name: LEDGER, partitionIndexes: [0, 1] }] }]
    const [group] = (await this.client.send(OffsetFetch, 8, { groups: asked, requireStable: false })).groups
    for (const { partitionIndex, committedOffset } of group!.topics[0]!.partitions) this.offsets.found(partitionIndex, committedOffset)
  }

  // ---- its ghost -----------------------------------------------------------------------------------------------------------------

  /** The successor has been initialised: nothing that the old one does may count. */
  async #haunt(random: Random): Promise<void> {
    const { identity, transaction } = this.#zombie!
    this.#zombie = null
    if (random.below(2) === 0) {
      const { errorCode } = await this.#style.end(this.client, identity, true)
      this.world.require(errorCode !== 0, () => `${this.name}: its ghost has committed ${transaction.title}`)
      return
    }
    const place = this.#ledger(random)
    if (!place) return
    const batch = this.#batchFor(place.log, identity, transaction, 1)
    const { errorCode } = await produceBatch(this.client, place, batch, { transactionalId: this.name, version: this.#style.produceVersion })
    this.world.require(errorCode !== 0, () => `${this.name}: its ghost has written ${batch.id}`)
    place.log.refused(batch)
  }
}
