// Mode T: a Kafka transaction per batch, in which the register is committed as the offset of a group of the job: records and progress count together or not at all.
import { stableOffset } from '../../../client/admin/stable-offset.ts'
import type { ClusterConnection } from '../../../client/cluster-connection.ts'
import type { BatchOutcome } from '../../../client/sequenced-producer.ts'
import { TransactionalProducer } from '../../../client/transactional-producer.ts'
import { indexesOf } from '../jobs/flight.ts'
import { isFenced, isOfRecord, PauseJob } from '../jobs/pause-job.ts'
import { decodeRegister, encodeRegister, type KnownProgress, reconcile, type Register } from '../register.ts'
import { searchFlight } from './search-flight.ts'
import { type Delivery, NOTHING_UNDER_WAY, type OutgoingBatch, partitionRecordsOf, type Recovery, type Sender, sentPlaces } from './sender.ts'
import type { TargetGuard } from './target-guard.ts'

export interface TransactionSenderOptions {
  readonly cluster: ClusterConnection
  readonly target: TargetGuard
  readonly transactionalId: string
  readonly groupId: string
  /** Which offset of the group is the register. */
  readonly registerAt: { readonly topic: string; readonly partition: number }
  readonly planHash: string
  /** Of this run: whoever finds another one in the register was replaced. */
  readonly runner: string
  readonly transactionTimeoutMs?: number
  readonly deliveryTimeoutMs?: number
  readonly replayIdOf: (index: number) => string | null
  readonly signal: AbortSignal
}

const TRANSACTION_TIMEOUT_MS = 60_000
const DELIVERY_TIMEOUT_MS = 30_000

export class TransactionSender implements Sender {
  readonly #options: TransactionSenderOptions
  #producer: TransactionalProducer | undefined
  #pass = 0
  /** Wall clock: it goes on while a laptop sleeps. */
  #openSinceMs: number | null = null
  #fenced: unknown = null

  constructor(options: TransactionSenderOptions) {
    this.#options = options
  }

  async recover(known: KnownProgress): Promise<Recovery> {
    if (this.#fenced !== null) await this.#refuseIfReplaced(this.#fenced)
    const { cluster, transactionalId, signal, transactionTimeoutMs = TRANSACTION_TIMEOUT_MS } = this.#options
    const producer = await TransactionalProducer.open(cluster, { transactionalId, transactionTimeoutMs, deliveryTimeoutMs: this.#deliveryTimeoutMs, signal })
    this.#openSinceMs = null
    this.#fenced = null
    this.#pass = known.pass
    this.#producer = producer
    const { baseOffsets, ...recovery } = await this.#settle(known)
    // From here on the register says who runs the job; what this may not do is found out before anything is sent. It goes on telling where the
    // last batch is: the ledger knows that only after this.
    await this.#commitRegister(producer, { next: recovery.next, baseOffsets }, 0)
    return recovery
  }

  async send(batch: OutgoingBatch, writeDown: (endOffsets: null) => Promise<void>): Promise<Delivery> {
    const { cluster, target } = this.#options
    const producer = this.#producer!
    // The ledger is written while the records are on their way; nothing counts before both are done.
    const written = writeDown(null)
    written.catch(() => {})
    try {
      const topics = await target.check(batch.places.map(({ topic }) => topic))
      this.#openSinceMs = cluster.clock.now()
      const outcomes = await producer.produce(batch.places.map((place) => partitionRecordsOf(place, cluster.clock.now())), topics)
      await written
      const failed = outcomes.filter(({ error }) => error !== null)
      if (failed.length > 0) return await this.#giveUp(batch, outcomes)
      const baseOffsets = outcomes.map(({ baseOffset }) => baseOffset)
      await this.#commitRegister(producer, { next: batch.to, baseOffsets }, batch.sourceOffset)
      const sent = batch.places.map(({ topic, partition, items }, i) => ({ topic, partition, indexes: items.map(({ index }) => index), baseOffset: baseOffsets[i]! }))
      return { sent, refused: [], inDoubt: [], stopped: null, throttleMs: Math.max(0, ...outcomes.map(({ throttleMs }) => throttleMs)) }
    } catch (error) {
      if (isFenced(error)) this.#fenced = error
      // It must not become durable after the next recovery has read the ledger.
      await written.catch(() => {})
      throw error
    }
  }

  async close(): Promise<void> {
    const producer = this.#producer
    this.#producer = undefined
    if (!producer || this.#openSinceMs === null) return
    // Readers of committed records wait for an open transaction; where this does not get through, the broker ends it.
    await producer.end(false).catch(() => {})
    this.#openSinceMs = null
  }

  /** All refusals are of single records, or the job cannot go on. */
  async #giveUp(batch: OutgoingBatch, outcomes: readonly BatchOutcome[]): Promise<Delivery> {
    const lasting = outcomes.flatMap(({ error }) => error ?? []).find((error) => !isOfRecord(error))
    if (lasting) throw lasting
    await this.#producer!.end(false)
    this.#openSinceMs = null
    const refused = outcomes.flatMap(({ error, refused: suspects }, i) => {
      if (error === null) return []
      const { topic, partition, items } = batch.places[i]!
      return [{ topic, partition, indexes: items.map(({ index }) => index), error, suspects: suspects.map((at) => items[at]!.index) }]
    })
    return { sent: [], refused, inDoubt: [], stopped: null, throttleMs: 0 }
  }

  async #commitRegister(producer: TransactionalProducer, { next, baseOffsets }: Pick<Register, 'next' | 'baseOffsets'>, offset: number): Promise<void> {
    const { cluster, groupId, registerAt, planHash, runner } = this.#options
    this.#openSinceMs ??= cluster.clock.now()
    const metadata = encodeRegister({ planHash, pass: this.#pass, next, runner, baseOffsets })
    try {
      await producer.commitOffset({ groupId, ...registerAt, offset, metadata })
      await producer.end(true)
      this.#openSinceMs = null
    } catch (error) {
      if (isFenced(error)) this.#fenced = error
      throw error
    }
  }

  async #settle(known: KnownProgress): Promise<Recovery & Pick<Register, 'baseOffsets'>> {
    const found = await this.#register()
    const reconciled = found === 'foreign' ? { kind: 'foreign' as const, why: 'it was not written by Headwater' } : reconcile(found, known)
    if (reconciled.kind === 'foreign') throw this.#foreign(reconciled.why)
    if (reconciled.kind === 'lost') return { ...(await this.#afterLoss(known)), ask: this.#lost() }
    const { next, isFlightSent, baseOffsets } = reconciled
    const { flight } = known
    if (flight === null) return { ...NOTHING_UNDER_WAY, next, baseOffsets }
    return isFlightSent ? { ...NOTHING_UNDER_WAY, next, baseOffsets, sent: sentPlaces(flight, baseOffsets) } : { ...NOTHING_UNDER_WAY, next, baseOffsets, unsent: indexesOf(flight) }
  }

  /**
   * The group has expired, or somebody has deleted it: the ledger knows everything but the one batch that was under way, and the records of that are
   * searched for. Never from the beginning.
   */
  async #afterLoss(known: KnownProgress): Promise<Recovery & Pick<Register, 'baseOffsets'>> {
    const { cluster, target, replayIdOf, signal } = this.#options
    const { flight, committed } = known
    if (flight === null) return { ...NOTHING_UNDER_WAY, next: committed, baseOffsets: [] }
    const found = await searchFlight(cluster, flight, { replayIdOf, signal, fromOffset: (topic, partition) => target.startOffset(topic, partition) })
    // One transaction: one of its records stands for all of them.
    const isSent = found.sent.length > 0
    const isWhole = isSent ? found.unsent.length + found.inDoubt.length === 0 : found.inDoubt.length === 0
    if (!isWhole) return { next: flight.to, baseOffsets: [], sent: found.sent, unsent: [], inDoubt: [...found.inDoubt, ...found.unsent.map((index) => placeOf(flight, index))] }
    if (!isSent) return { ...NOTHING_UNDER_WAY, next: committed, baseOffsets: [], unsent: found.unsent }
    const baseOffsets = flight.places.map(({ indexes }) => found.sent.find(({ indexes: [index] }) => index === indexes[0])!.baseOffset)
    return { ...NOTHING_UNDER_WAY, next: flight.to, baseOffsets, sent: sentPlaces(flight, baseOffsets) }
  }

  async #register(): Promise<Register | 'foreign' | null> {
    const { cluster, groupId, registerAt, signal } = this.#options
    const stable = await stableOffset(cluster, { groupId, ...registerAt, deliveryTimeoutMs: this.#deliveryTimeoutMs, signal })
    return stable === null ? null : (decodeRegister(stable.metadata) ?? 'foreign')
  }

  /** The broker ends a transaction that was open for too long, and fences its producer as another runner would: the register tells them apart. */
  async #refuseIfReplaced(error: unknown): Promise<void> {
    const { cluster, runner, transactionTimeoutMs = TRANSACTION_TIMEOUT_MS } = this.#options
    const openMs = this.#openSinceMs === null ? 0 : cluster.clock.now() - this.#openSinceMs
    const found = openMs < transactionTimeoutMs * ALMOST ? null : await this.#register()
    if (found !== null && found !== 'foreign' && found.runner === runner) return
    this.#producer = undefined
    throw new PauseJob('fenced', 'Another Headwater has taken over this job: what it sends counts, and nothing that this one was sending.', 'Watch it there. Resuming here takes it over again.', error)
  }

  #lost(): NonNullable<Recovery['ask']> {
    const { groupId } = this.#options
    return { message: `The progress of this job, kept in group "${groupId}" on the cluster, is gone: it has expired, or the group was deleted. What was sent is known from the ledger and the topic.`, remedy: 'Resume to go on behind the last record that was sent; nothing is sent twice.' }
  }

  #foreign(why: string): PauseJob {
    const { groupId } = this.#options
    return new PauseJob('register', `The progress of this job, kept in group "${groupId}" on the cluster, is not what this Headwater has written: ${why}.`, 'Find out who writes to this group. The job cannot go on safely; plan what is left anew.')
  }

  get #deliveryTimeoutMs(): number {
    return this.#options.deliveryTimeoutMs ?? DELIVERY_TIMEOUT_MS
  }
}

/** The broker looks for transactions that are open for too long now and then only. */
const ALMOST = 0.9

function placeOf({ places }: NonNullable<KnownProgress['flight']>, index: number): Recovery['inDoubt'][number] {
  const { topic, partition } = places.find(({ indexes }) => indexes.includes(index))!
  return { index, topic, partition, message: 'Other records of its transaction were found, and it was not.' }
}
