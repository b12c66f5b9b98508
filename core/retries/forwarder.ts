// Moves the records of one policy: each move is one commit unit of what is appended and how far it was read, one unit at a time (F1).
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { PartitionLog, PendingUnit } from '../log/partition-log.ts'
import { ProtocolError } from '../protocol/protocol-error.ts'
import type { RecordSpec } from '../protocol/records/record-batch.ts'
import type { Storage } from '../storage/storage.ts'
import type { StorageError } from '../storage/storage-error.ts'
import { retryCursorsTable, type Write } from '../storage/tables.ts'
import type { DelayClock } from './delay-clock.ts'
import { partitionFor, type Step, stepFromIngress, stepFromTier, stepToDeadLetters } from './move.ts'
import { Outgoing, refusalOf } from './outgoing.ts'
import { OverdueRate } from './overdue-rate.ts'
import type { DueRecord, PartitionQueue } from './partition-queue.ts'
import { cursorKey, positionIn, type Stop, stopsOf, type StopsDeps } from './policy-stops.ts'
import { cursorRecordOf, type Position } from './position.ts'
import type { RetryPolicy } from './retry-policy.ts'

export interface ForwarderDeps extends StopsDeps {
  readonly storage: Storage
  readonly clock: Clock
  readonly delayClock: DelayClock
  readonly timers: Timers
  readonly logger: Logger
  /** Why nothing of the policy may move on its own; null = it may. What was fired moves all the same, unless a topic is missing. */
  readonly stoppedBecause: (policy: RetryPolicy) => { readonly reason: string; readonly isTopicMissing: boolean } | null
  /** Something moved, or could not. */
  readonly changed: (policy: RetryPolicy) => void
}

interface Move extends DueRecord {
  readonly stop: Stop
  readonly queue: PartitionQueue
}

interface Repositioning {
  readonly change: (queue: PartitionQueue, stop: Stop) => Position
  readonly resolve: () => void
  readonly reject: (error: StorageError) => void
}

const MAX_MOVES = 500
/** Later than this a record is overdue, and goes on at the policy's rate. */
const LATE_MS = 250
/** The computer may have slept: how long a wait lasts at most before the clock is looked at again. */
const LOOK_MS = 200
const RETRY_MS = 500

export class Forwarder {
  stops: Stop[] = []
  worstLatenessMs = 0
  readonly #deps: ForwarderDeps
  readonly #rate = new OverdueRate()
  #policy: RetryPolicy
  readonly #changes: Repositioning[] = []
  #isCommitting = false
  #isClosed = false
  #cancelTimer: Cancel = () => undefined
  /** Lateness counts from here: what fell due before it waited for something else than us. */
  #caughtUpMs: number

  constructor(policy: RetryPolicy, deps: ForwarderDeps) {
    this.#policy = policy
    this.#deps = deps
    this.#caughtUpMs = deps.delayClock.now()
    this.rebuild(policy)
  }

  get policy(): RetryPolicy {
    return this.#policy
  }

  /** After an edit, and when partitions or topics came or went. */
  rebuild(policy: RetryPolicy): void {
    this.#policy = policy
    this.stops = stopsOf(policy, this.stops, this.#deps)
  }

  /** Moves what may move now, and comes back when more is due. Call it whenever something has changed. */
  run(): void {
    if (this.#isCommitting || this.#isClosed) return
    this.#cancelTimer()
    const change = this.#changes.shift()
    if (change !== undefined) {
      this.#writePositions(change)
      return
    }
    const stopped = this.#deps.stoppedBecause(this.#policy)
    const nowMs = this.#deps.delayClock.now()
    if (stopped !== null) this.#caughtUpMs = nowMs
    if (stopped?.isTopicMissing === true) return
    if (this.#deps.storage.refusal !== null) {
      this.#cancelTimer = this.#deps.timers.after(RETRY_MS, () => this.run())
      return
    }
    const moves = this.#plan(nowMs, stopped !== null)
    if (moves.length > 0) this.#commit(moves, nowMs)
    else if (stopped === null) this.#sleep(nowMs)
  }

  close(): void {
    this.#isClosed = true
    this.#cancelTimer()
  }

  /** In the order in which they are due, over all partitions. */
  #plan(nowMs: number, isOnlyFired: boolean): Move[] {
    const moves: Move[] = []
    for (const stop of this.stops) {
      stop.problem = null
      for (const queue of stop.queues) {
        for (const due of readable(stop, [], () => queue.due(nowMs, stop.delayMs, MAX_MOVES, isOnlyFired))) moves.push({ ...due, stop, queue })
      }
    }
    return this.#withinRate(moves.toSorted((a, b) => a.dueMs - b.dueMs), nowMs).slice(0, MAX_MOVES)
  }

  #withinRate(moves: readonly Move[], nowMs: number): readonly Move[] {
    const { ratePerSecond } = this.#policy.draft
    if (ratePerSecond === null) return moves
    this.#rate.refill(ratePerSecond, nowMs)
    const isFree = ({ stop, isFired, dueMs }: Move): boolean => stop.role === 'ingress' || isFired || nowMs - dueMs <= LATE_MS
    const end = moves.findIndex((move) => !isFree(move) && !this.#rate.take())
    // What was not asked to wait goes on: it stands in other topics, or was fired.
    return end < 0 ? moves : [...moves.slice(0, end), ...moves.slice(end).filter((move) => move.stop.role === 'ingress')]
  }

  #commit(moves: readonly Move[], nowMs: number): void {
    const { storage, delayClock } = this.#deps
    const unit: PendingUnit = { appends: [], writes: [] }
    const gone = this.#append(moves, unit)
    if (gone.size === 0) {
      this.#cancelTimer = this.#deps.timers.after(RETRY_MS, () => this.run())
      this.#deps.changed(this.#policy)
      return
    }
    const positions = [...gone].map(([queue, moved]) => this.#goneFrom(queue, moved, unit))
    this.#isCommitting = true
    storage.submit(unit, (error) => {
      this.#isCommitting = false
      if (error !== null) this.#failed(error)
      else {
        for (const [queue, position] of positions) queue.adopt(position)
        this.#noteLateness(moves, delayClock.now())
        if (moves.every(({ dueMs }) => nowMs - dueMs <= LATE_MS)) this.#caughtUpMs = Math.max(this.#caughtUpMs, nowMs - LATE_MS)
        this.#deps.changed(this.#policy)
        queueMicrotask(() => this.run())
      }
    })
  }

  /** Writes other positions of the queues that wait for their time: between two moves, so that neither overwrites the other. */
  reposition(change: (queue: PartitionQueue, stop: Stop) => Position): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#changes.push({ change, resolve, reject })
      this.run()
    })
  }

  #writePositions({ change, resolve, reject }: Repositioning): void {
    const writes: Write[] = []
    const positions: [PartitionQueue, Position][] = []
    for (const stop of this.stops) {
      for (const queue of stop.queues) {
        const position = change(queue, stop)
        if (position === queue.position) continue
        positions.push([queue, position])
        writes.push(retryCursorsTable.put(cursorKey(this.#policy.policyId, stop.topic.topicId, queue.partition), cursorRecordOf(position)))
      }
    }
    this.#isCommitting = true
    this.#deps.storage.submit({ writes }, (error) => {
      this.#isCommitting = false
      if (error === null) {
        for (const [queue, position] of positions) queue.adopt(position)
        resolve()
      } else {
        this.#failed(error)
        reject(error)
      }
      this.#deps.changed(this.#policy)
      queueMicrotask(() => this.run())
    })
  }

  /** Adds to the unit what can move; returns it by its queue. */
  #append(moves: readonly Move[], unit: PendingUnit): Map<PartitionQueue, Move[]> {
    const outgoing = new Outgoing<Move>()
    const stuck = new Set<PartitionQueue>()
    const gone = new Map<PartitionQueue, Move[]>()
    for (const move of moves) {
      if (stuck.has(move.queue)) continue
      const place = this.#placeOf(move)
      if (place === null) {
        stuck.add(move.queue)
        continue
      }
      outgoing.add(place.log, place.spec, move)
      gone.set(move.queue, [...(gone.get(move.queue) ?? []), move])
    }
    outgoing.appendTo(unit, (move, error) => {
      move.stop.problem = `Offset ${move.record.offset} of partition ${move.queue.partition} was refused: ${error.message}`
      gone.set(move.queue, gone.get(move.queue)!.filter((other) => other !== move))
    })
    return new Map([...gone].filter(([, moved]) => moved.length > 0))
  }

  /** The log that takes the record, the dead letters where its own would not; null, and a problem, where neither does. */
  #placeOf({ stop, queue, record }: Move): { log: PartitionLog; spec: RecordSpec } | null {
    const nowMs = this.#deps.clock.now()
    const step = stop.role === 'ingress' ? stepFromIngress(this.#policy, record, nowMs) : stepFromTier(this.#policy, record)
    const first = this.#specFor(step, queue, record, nowMs)
    if (first.refusal === null) return first
    const why = `It could not be moved to "${step.to.name}": ${first.refusal}.`
    const second = this.#specFor(stepToDeadLetters(this.#policy, record, nowMs, why), queue, record, nowMs)
    if (second.refusal === null) return second
    stop.problem = `Offset ${record.offset} of partition ${queue.partition} cannot be moved to "${step.to.name}": ${first.refusal}. Nor to "${this.#policy.deadLetters.name}": ${second.refusal}. Raise max.message.bytes there.`
    return null
  }

  #specFor({ to, headers }: Step, queue: PartitionQueue, { key, value }: DueRecord['record'], timestamp: number): { log: PartitionLog; spec: RecordSpec; refusal: string | null } {
    const { topics, logs } = this.#deps
    const { partitions } = topics.getById(to.topicId)!
    const log = logs.get(partitions[partitionFor(this.#policy, key, queue.partition, partitions.length)]!)!
    const spec = { key, value, headers, timestamp }
    return { log, spec, refusal: refusalOf(log, spec) }
  }

  #goneFrom(queue: PartitionQueue, moved: readonly Move[], unit: PendingUnit): [PartitionQueue, Position] {
    const { stop } = moved[0]!
    const position = queue.after(new Set(moved.map(({ record }) => record.offset)))
    unit.writes.push(retryCursorsTable.put(cursorKey(this.#policy.policyId, stop.topic.topicId, queue.partition), cursorRecordOf(position)))
    return [queue, position]
  }

  /** Only the disk knows what has become of it. */
  #failed(error: StorageError): void {
    const { storage, timers, logger } = this.#deps
    logger.warn(`Retries of "${this.#policy.source.name}" could not be moved and will be tried again: ${error.message}`)
    for (const stop of this.stops) {
      for (const queue of stop.queues) queue.reset(positionIn(storage, this.#policy.policyId, stop.topic.topicId, queue.partition))
    }
    this.#cancelTimer = timers.after(RETRY_MS, () => this.run())
  }

  #noteLateness(moves: readonly Move[], nowMs: number): void {
    for (const { stop, isFired, dueMs } of moves) {
      if (stop.role === 'tier' && !isFired && dueMs >= this.#caughtUpMs) this.worstLatenessMs = Math.max(this.worstLatenessMs, nowMs - dueMs)
    }
  }

  #sleep(nowMs: number): void {
    const waits: number[] = []
    const { ratePerSecond } = this.#policy.draft
    for (const stop of this.stops) {
      if (stop.role === 'ingress') continue
      for (const queue of stop.queues) {
        const head = readable(stop, undefined, () => queue.head())
        if (head !== undefined) waits.push(queue.dueMs(head, stop.delayMs) - nowMs)
      }
    }
    if (waits.length === 0) return
    const least = Math.min(...waits)
    const wait = least > 0 ? Math.min(least, LOOK_MS) : ratePerSecond === null ? LOOK_MS : this.#rate.waitMs(ratePerSecond)
    this.#cancelTimer = this.#deps.timers.after(Math.max(1, Math.ceil(wait)), () => this.run())
  }
}

/** Records that cannot be decoded stay where they are, with those behind them. */
function readable<T>(stop: Stop, otherwise: T, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    stop.problem = `Records cannot be read: ${error.message}`
    return otherwise
  }
}
