// Carries one job out: settles what was under way, then sends batch after batch at the pace that is asked for, until all is final or something says stop.
import type { Clock } from '../../../base/clock.ts'
import type { Timers } from '../../../base/timers.ts'
import { isTransient } from '../../../client/delivery-deadline.ts'
import { pause } from '../../../client/pause.ts'
import { KafkaError } from '../../../protocol/error-codes.ts'
import { contentHash } from '../content-hash.ts'
import { shortHash } from '../plan.ts'
import type { Delivery, OutgoingBatch, RefusedPlace, Sender } from '../senders/sender.ts'
import { BatchFormer, type FormedBatch, type ItemRefusal } from './batch-former.ts'
import type { Canary } from './canary.ts'
import type { Flight } from './flight.ts'
import type { JobBooks } from './job-books.ts'
import type { Pacing } from './pacing.ts'
import { failureCode, isFenced, isTooLarge, type JobReason, type PauseCode, PauseJob, pauseFor } from './pause-job.ts'
import { PlanFeed, type PlanSource } from './plan-feed.ts'

export interface ReplayRunnerOptions {
  readonly books: JobBooks
  readonly source: PlanSource
  readonly sender: Sender
  readonly pacing: Pacing
  readonly canary: Canary
  readonly clock: Clock
  readonly timers: Timers
  /** Asked before each batch: why the target may not be written to now; null where it may. */
  readonly refusal: () => JobReason | null
  /** Why an item is not to be sent after all; null where it is. */
  readonly itemRefusal: ItemRefusal
  /** What the targets are now, once: before anything is sent to them. */
  readonly rememberTargets: () => Promise<void>
  readonly changed: () => void
  readonly maxBatchItems?: number
}

export type RunEnd =
  | { readonly event: 'complete' | 'complete-with-errors' | 'cancel' | 'interrupt'; readonly reason: null }
  | { readonly event: 'pause'; readonly reason: JobReason }

export type Stop = 'pause' | 'cancel' | 'interrupt'

const MAX_BATCH_ITEMS = 200
const MAX_BATCH_BYTES = 512 * 1024
/** A wait that a person may look into. */
const LONG_WAIT_MS = 250
/** So often what broke is looked at again without anything having been sent in between. */
const MAX_RECOVERIES = 3
/** The broker has lost count of a producer that wrote nothing for long. */
const LOST_COUNT = new Set(['OUT_OF_ORDER_SEQUENCE_NUMBER', 'UNKNOWN_PRODUCER_ID'])

export class ReplayRunner {
  readonly #options: ReplayRunnerOptions
  readonly #former: BatchFormer
  readonly #feed: PlanFeed
  /** Where the next batch begins to be looked for. */
  #position = 0
  #stop: Stop | null = null
  readonly #stopping = new AbortController()
  #failures = 0
  #recoveries = 0

  constructor(options: ReplayRunnerOptions) {
    this.#options = options
    this.#feed = new PlanFeed(options.source, options.books.progress.passRuns)
    this.#former = new BatchFormer(this.#feed, options.books, options.itemRefusal)
  }

  /** At most the batch that is under way is sent after that. The last word counts, and cancel outlasts pause. */
  stop(how: Stop): void {
    if (this.#stop !== 'cancel') this.#stop = how
    this.#stopping.abort()
  }

  /** Rejects only what is a bug of ours. */
  async run(): Promise<RunEnd> {
    try {
      await this.#recover()
      while (this.#stop === null && (await this.#step()));
      await this.#books.flush()
      return this.#ended()
    } catch (error) {
      const { reason } = pauseFor(error)
      // What could not be written now is written by whoever goes on: the target and the flight tell it again.
      await this.#books.flush().catch(() => {})
      return this.#stop === null || reason.code !== 'network' ? { event: 'pause', reason } : this.#stopped(this.#stop)
    } finally {
      await this.#options.sender.close()
    }
  }

  get #books(): JobBooks {
    return this.#options.books
  }

  #ended(): RunEnd {
    if (this.#stop !== null) return this.#stopped(this.#stop)
    const { states } = this.#books
    const isWhole = states.count('FAILED') + states.count('HELD') + states.count('INDOUBT') === 0
    return { event: isWhole ? 'complete' : 'complete-with-errors', reason: null }
  }

  #stopped(how: Stop): RunEnd {
    if (how !== 'pause') return { event: how, reason: null }
    return { event: 'pause', reason: { code: 'user', message: 'Paused.', remedy: 'Resume to go on with the next record.' } }
  }

  /** False when there is nothing more to do. */
  async #step(): Promise<boolean> {
    const { pacing, canary, source } = this.#options
    // Whoever looks while it waits finds ledger and audit as the target is.
    if (canary.isWatching) await this.#books.flush()
    await canary.watch(this.#stopping.signal)
    if (this.#stop !== null) return true
    const refusal = this.#options.refusal()
    if (refusal) throw new PauseJob(refusal.code as PauseCode, refusal.message, refusal.remedy)
    const most = Math.min(this.#options.maxBatchItems ?? MAX_BATCH_ITEMS, canary.remaining)
    const { messages, bytes, waitMs } = pacing.allowance(most)
    if (waitMs > 0) return this.#waited(waitMs)
    const { stopAfterErrors } = source.plan.options
    const failures = stopAfterErrors === null ? Number.POSITIVE_INFINITY : Math.max(0, stopAfterErrors - this.#failures)
    const formed = await this.#former.next(this.#position, { items: messages, bytes: Math.min(MAX_BATCH_BYTES, bytes), failures })
    this.#failures += formed.failures
    this.#position = formed.to
    if (this.#stop !== null) return this.#abandon(formed)
    if (formed.items.length > 0) await this.#send(formed)
    if (stopAfterErrors !== null && this.#failures >= stopAfterErrors) throw tooManyFailures(this.#failures)
    this.#options.changed()
    return this.#position < this.#feed.length
  }

  async #waited(waitMs: number): Promise<true> {
    if (waitMs >= LONG_WAIT_MS) await this.#books.flush()
    await pause(this.#options.timers, waitMs, this.#stopping.signal)
    return true
  }

  /** Nothing of it was sent. */
  #abandon({ items }: FormedBatch): false {
    if (items.length > 0) this.#position = this.#restart
    return false
  }

  /** Modes with a register go on from what it says; in mode W items tell for themselves. */
  get #restart(): number {
    return this.#books.job.mode === 'W' ? 0 : this.#books.progress.committed
  }

  async #send(formed: FormedBatch): Promise<void> {
    const { sender, pacing, canary } = this.#options
    const batch: OutgoingBatch = { from: this.#books.progress.committed, to: formed.to, places: formed.places, sourceOffset: formed.sourceOffset }
    const indexes = formed.items.map(({ index }) => index)
    this.#books.sending(indexes)
    pacing.took(formed.items.length, formed.sizeBytes)
    try {
      const delivery = await sender.send(batch, async (endOffsets) => this.#books.takeOff(this.#flightOf(batch, endOffsets)))
      pacing.throttle(delivery.throttleMs)
      this.#settle(batch, indexes, delivery)
      canary.landed(delivery.sent)
    } catch (error) {
      await this.#failed(error, indexes)
    }
  }

  #settle(batch: OutgoingBatch, indexes: readonly number[], { sent, refused, inDoubt, stopped }: Delivery): void {
    const books = this.#books
    const isWhole = refused.length + inDoubt.length === 0 && stopped === null
    books.land(sent)
    for (const place of refused) this.#refused(place)
    for (const { indexes: doubtful, error } of inDoubt) for (const index of doubtful) this.#doubt(batch, index, error)
    books.giveBack(indexes.filter((index) => books.states.get(index) === 'SENDING'))
    if (isWhole) {
      books.progress.committed = batch.to
      this.#recoveries = 0
      for (const index of indexes) this.#former.suspects.delete(index)
    } else this.#position = this.#restart
    books.keepFlight(new Set(inDoubt.flatMap((place) => place.indexes)))
    const error = stopped ?? inDoubt[0]?.error
    if (error) throw new SettledError(error)
  }

  /** One that was refused alone has failed; of several nobody knows which, so they are told apart. */
  #refused({ topic, partition, indexes, error, suspects }: RefusedPlace): void {
    const [index] = indexes
    if (indexes.length === 1) {
      this.#books.giveBack(indexes)
      this.#books.settle({ index: index!, state: 'FAILED', code: failureCode(error), message: error.message, topic, partition })
      const [item] = this.#options.source.items(index!, 1)
      this.#books.held.block(item!.orderKey, index!)
      this.#failures++
    } else if (suspects.length > 0) for (const suspect of suspects) this.#former.suspects.add(suspect)
    else if (isTooLarge(error)) this.#former.limitPlace(topic, Math.max(1, Math.floor(this.#bytesOf(indexes) / 2)))
    else for (const each of indexes) this.#former.suspects.add(each)
  }

  #bytesOf(indexes: readonly number[]): number {
    const contents = this.#books.flight?.contents ?? {}
    return indexes.reduce((sum, index) => sum + (contents[index]?.[1] ?? 0), 0)
  }

  #doubt({ places }: OutgoingBatch, index: number, error: Error): void {
    const { topic, partition } = places.find(({ items }) => items.some((item) => item.index === index))!
    this.#books.settle({ index, state: 'INDOUBT', code: 'in-doubt', message: `It was sent, and no answer came: ${error.message}`, topic, partition })
  }

  /** What became of the batch is not known: the target is asked, where asking may help. */
  async #failed(error: unknown, indexes: readonly number[]): Promise<void> {
    if (error instanceof SettledError) throw error.cause
    // Until it has been asked, items of modes with a register count as not sent: the register decides before any of them goes again.
    this.#books.giveBack(indexes.filter((index) => this.#books.states.get(index) === 'SENDING'))
    this.#position = this.#restart
    if (!mayRecover(error) || ++this.#recoveries > MAX_RECOVERIES || this.#stop !== null) throw error
    await this.#recover()
  }

  async #recover(): Promise<void> {
    const books = this.#books
    const { progress, flight } = books
    const { sender, source, canary } = this.#options
    await this.#options.rememberTargets()
    const recovery = await sender.recover({ planHash: shortHash(source.plan), pass: progress.pass, committed: progress.committed, flight, hasRegister: progress.hasRegister })
    books.land(recovery.sent)
    canary.landed(recovery.sent)
    books.giveBack(recovery.unsent)
    for (const { index, topic, partition, message } of recovery.inDoubt) books.settle({ index, state: 'INDOUBT', code: 'in-doubt', message, topic, partition })
    books.keepFlight(new Set())
    progress.committed = recovery.next
    progress.hasRegister = true
    this.#position = this.#restart
    await books.flush()
    this.#options.changed()
    if (recovery.inDoubt.length > 0) throw inDoubt(recovery.inDoubt.length)
    if (recovery.ask) throw new PauseJob('register', recovery.ask.message, recovery.ask.remedy)
  }

  #flightOf({ from, to, places }: OutgoingBatch, endOffsets: readonly number[] | null): Flight {
    const flown = places.map(({ topic, partition, items }, i) => ({ topic, partition, indexes: items.map(({ index }) => index), endOffset: endOffsets?.[i] ?? null }))
    const contents = Object.fromEntries(places.flatMap(({ items }) => items.map((item) => [item.index, [contentHash(item), item.sizeBytes] as const])))
    return { pass: this.#books.progress.pass, from, to, places: flown, contents, atMs: this.#options.clock.now() }
  }
}

/** Everything about the batch is in the books; only the reason to stop is left. */
class SettledError extends Error {
  override readonly cause: Error

  constructor(cause: Error) {
    super(cause.message)
    this.cause = cause
  }
}

function mayRecover(error: unknown): boolean {
  return isTransient(error) || isFenced(error) || (error instanceof KafkaError && LOST_COUNT.has(error.errorName))
}

function tooManyFailures(count: number): PauseJob {
  return new PauseJob('errors', `${count} ${count === 1 ? 'record' : 'records'} failed, and the job stops there as it was told to.`, 'See why; resume to go on with the others, or ask for the failed ones again.')
}

function inDoubt(count: number): PauseJob {
  return new PauseJob('in-doubt', `Whether ${count} ${count === 1 ? 'record' : 'records'} arrived cannot be told.`, 'Decide for each of them; later records of their keys wait. Then resume.')
}
