// What a running job knows of its items, and how that becomes durable: rows are gathered, and written with the flight of the next batch before that counts.
import type { Clock } from '../../../base/clock.ts'
import type { Write } from '../../../storage/tables.ts'
import type { LedgerRow } from '../../../storage/workbench-tables.ts'
import type { AuditFact, AuditLog } from '../../audit.ts'
import { forgetReplayed, ledgerWrites } from '../ledger.ts'
import { type Flight, indexesOf } from './flight.ts'
import { HeldKeys, isBlocking } from './held-keys.ts'
import { type ItemState, ItemStates } from './item-states.ts'
import type { JobRecord } from './job-record.ts'
import type { JobStore } from './job-store.ts'
import type { PlanSource } from './plan-feed.ts'
import type { SentPlace } from '../senders/sender.ts'
import { sentFact } from './sent-fact.ts'

export interface JobBooksOptions {
  readonly jobs: JobStore
  readonly audit: AuditLog
  readonly source: PlanSource
  readonly targetName: string
  readonly clock: Clock
}

/** What of a job may only become durable together with the rows that it speaks of. */
export type JobProgress = Pick<JobRecord, 'committed' | 'pass' | 'passRuns' | 'hasRegister' | 'sentBytes'>

export interface Settlement {
  readonly index: number
  readonly state: 'SKIPPED' | 'FAILED' | 'HELD' | 'INDOUBT'
  readonly code: string
  readonly message: string
  readonly topic: string
  readonly partition: number
}

export class JobBooks {
  readonly job: JobRecord
  readonly states: ItemStates
  readonly held: HeldKeys
  /** As it is now; the job itself has what is durable. */
  readonly progress: { -readonly [Name in keyof JobProgress]: JobProgress[Name] }
  readonly #options: JobBooksOptions
  /** Not durable yet. */
  readonly #rows = new Map<number, LedgerRow>()
  #landed: SentPlace[] = []
  #flight: Flight | null

  private constructor(job: JobRecord, options: JobBooksOptions) {
    this.job = job
    this.#options = options
    this.states = new ItemStates(job.total)
    this.held = new HeldKeys(this.states)
    const { committed, pass, passRuns, hasRegister, sentBytes } = job
    this.progress = { committed, pass, passRuns, hasRegister, sentBytes }
    this.#flight = options.jobs.flight(job.jobId)
  }

  /** As the ledger has it; what was under way is in doubt until the target has been asked. */
  static load(job: JobRecord, options: JobBooksOptions): JobBooks {
    const books = new JobBooks(job, options)
    const blocking: number[] = []
    options.jobs.visitLedger(job.jobId, 0, job.total, (index, { state }) => {
      books.states.restore(index, state)
      if (isBlocking(state)) blocking.push(index)
    })
    for (const index of books.#flight === null ? [] : indexesOf(books.#flight)) if (books.states.get(index) === 'PENDING') books.states.restore(index, 'INDOUBT')
    for (const index of blocking) books.held.block(options.source.items(index, 1)[0]?.orderKey ?? '', index)
    return books
  }

  get flight(): Flight | null {
    return this.#flight
  }

  row(index: number): LedgerRow | undefined {
    return this.#rows.get(index)
  }

  settle({ index, state, code, message, topic, partition }: Settlement): void {
    this.states.set(index, state)
    this.#rows.set(index, { state, code, message, topic, partition, offset: -1, bytesHash: '', sizeBytes: 0, atMs: this.#now, audit: 0 })
  }

  /** The batch is about to be sent. Durable when resolved, and with it everything before. */
  async takeOff(flight: Flight): Promise<void> {
    this.#flight = flight
    await this.flush()
  }

  sending(indexes: readonly number[]): void {
    for (const index of indexes) this.states.set(index, 'SENDING')
  }

  /** The target has them. */
  land(sent: readonly SentPlace[]): void {
    for (const place of sent) {
      for (const [i, index] of place.indexes.entries()) {
        const [bytesHash, sizeBytes] = this.#flight?.contents[index] ?? ['', 0]
        const offset = place.baseOffset < 0 ? -1 : place.baseOffset + i
        this.states.set(index, 'SENT')
        this.progress.sentBytes += sizeBytes
        this.#rows.set(index, { state: 'SENT', topic: place.topic, partition: place.partition, offset, bytesHash, sizeBytes, atMs: this.#now, audit: 0 })
      }
    }
    this.#landed.push(...sent)
  }

  /** For certain not at the target. */
  giveBack(indexes: readonly number[]): void {
    for (const index of indexes) {
      const known = this.states.get(index)
      if (known === 'PENDING') continue
      this.states.set(index, 'PENDING')
      // A row that says otherwise has to go.
      if (known !== 'SENDING') this.#rows.set(index, { state: 'PENDING', topic: '', partition: -1, offset: -1, bytesHash: '', sizeBytes: 0, atMs: this.#now, audit: 0 })
    }
  }

  /** What is known of the flight now: those items of it that are still in doubt, or nothing. */
  keepFlight(doubtful: ReadonlySet<number>): void {
    if (this.#flight === null) return
    const places = this.#flight.places.filter(({ indexes }) => indexes.some((index) => doubtful.has(index)))
    this.#flight = places.length === 0 ? null : { ...this.#flight, places: places.map((place) => ({ ...place, indexes: place.indexes.filter((index) => doubtful.has(index)) })) }
  }

  /** Everything that is known becomes durable. Rejects StorageError, and then it is kept for the next time. */
  async flush(): Promise<void> {
    const durable = { ...this.progress, items: this.states.counts() }
    const rows = new Map(this.#rows)
    const landed = this.#landed
    const writes = [this.#options.jobs.put({ ...this.job, ...durable }), this.#options.jobs.putFlight(this.job.jobId, this.#flight)]
    if (landed.length === 0) await this.#options.jobs.store.commit([...writes, ...this.#ledgerWrites(rows, 0)])
    else await this.#options.audit.append(this.#fact(landed), (sequence) => [...writes, ...this.#ledgerWrites(rows, sequence)])
    Object.assign(this.job, durable)
    this.#landed = this.#landed.slice(landed.length)
    for (const [index, row] of rows) if (this.#rows.get(index) === row) this.#rows.delete(index)
  }

  #ledgerWrites(rows: ReadonlyMap<number, LedgerRow>, sequence: number): Write[] {
    const { source, jobs } = this.#options
    const { jobId, targetClusterId: clusterId } = this.job
    const writes: Write[] = []
    for (const [index, row] of rows) {
      const item = source.items(index, 1)[0]!
      if (row.state === 'PENDING') writes.push(...forgetReplayed(jobs.store, jobId, item.source, { clusterId, topic: item.targetTopic }))
      writes.push(...ledgerWrites(jobId, index, row.state === 'SENT' ? { ...row, audit: sequence } : row, item.source, clusterId))
    }
    return writes
  }

  #fact(landed: readonly SentPlace[]): AuditFact {
    return sentFact(this.job, this.#options.targetName, landed)
  }

  get #now(): number {
    return this.#options.clock.now()
  }
}

/** Those states of an item that the ledger has a row for. */
export function hasRow(state: ItemState): boolean {
  return state !== 'PENDING' && state !== 'SENDING'
}
