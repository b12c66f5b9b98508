// Topics with `headwater.delivery.delay.ms`: how far each of their partitions may be fetched, and when more of it may.
import { Event } from '../base/event.ts'
import type { Cancel, Timers } from '../base/timers.ts'
import type { Logs } from '../log/logs.ts'
import type { PartitionLog } from '../log/partition-log.ts'
import { SerialByKey } from '../metadata/serial-by-key.ts'
import type { Topic, Topics } from '../metadata/topics.ts'
import type { Storage } from '../storage/storage.ts'
import { retryCursorsTable } from '../storage/tables.ts'
import type { DelayClock } from './delay-clock.ts'
import { DelayedPartition } from './delayed-partition.ts'
import { cursorKey, positionIn } from './policy-stops.ts'
import { cursorRecordOf, type Position } from './position.ts'

export interface DelayedTopicsDeps {
  readonly storage: Storage
  readonly topics: Topics
  readonly logs: Logs
  readonly delayClock: DelayClock
  readonly timers: Timers
}

/** The computer may have slept: how long a wait lasts at most before the clock is looked at again. */
const LOOK_MS = 100
/** What is released belongs to the topic, whichever policy asked for it. */
const NO_POLICY = ''

export class DelayedTopics {
  /** Ids of partitions of which more may be fetched by now. */
  readonly appeared = new Event<readonly number[]>()
  readonly #deps: DelayedTopicsDeps
  readonly #partitions = new Map<number, DelayedPartition>()
  readonly #turns = new SerialByKey()
  #cancelTimer: Cancel = () => undefined
  #isWaiting = false

  constructor(deps: DelayedTopicsDeps) {
    this.#deps = deps
    for (const topic of deps.topics.all()) this.update(topic, true)
  }

  /** One past the last offset that may be fetched; Infinity for a partition without a delay. */
  endOf(log: PartitionLog): number {
    if (this.#partitions.size === 0) return Number.POSITIVE_INFINITY
    const partition = this.#partitions.get(log.partitionId)
    return partition === undefined ? Number.POSITIVE_INFINITY : partition.endOffset(this.#deps.delayClock.now())
  }

  partitionsOf(topicId: string): DelayedPartition[] {
    return (this.#deps.topics.getById(topicId)?.partitions ?? []).flatMap((id) => this.#partitions.get(id) ?? [])
  }

  /** Takes over a topic's delay. Records that could be read before it got one can be read on. */
  update(topic: Topic, isStart = false): void {
    const delayMs = topic.configs.get('headwater.delivery.delay.ms')
    for (const [index, id] of topic.partitions.entries()) {
      const known = this.#partitions.get(id)
      const log = this.#deps.logs.get(id)
      if (delayMs === 0 || log === undefined) this.#partitions.delete(id)
      else if (known) known.delayMs = delayMs
      else this.#partitions.set(id, this.#newPartition(topic, index, log, delayMs, isStart))
    }
    this.#appeared(topic.partitions)
    this.#wait()
  }

  remove(topic: Topic): void {
    for (const id of topic.partitions) this.#partitions.delete(id)
  }

  /** Records have become durable. */
  appended(partitionIds: Iterable<number>): void {
    if (this.#partitions.size === 0) return
    const nowMs = this.#deps.delayClock.now()
    for (const id of partitionIds) this.#partitions.get(id)?.noteArrival(nowMs)
    this.#wait()
  }

  /** Changes what is due of a topic; resolves once that is durable and in force. */
  change(topicId: string, position: (partition: DelayedPartition) => Position): Promise<void> {
    return this.#turns.run(topicId, async () => {
      const changes = this.partitionsOf(topicId).map((partition) => [partition, position(partition)] as const)
      const writes = changes.map(([{ index }, next]) => retryCursorsTable.put(cursorKey(NO_POLICY, topicId, index), cursorRecordOf(next)))
      await this.#deps.storage.commit({ writes })
      for (const [partition, next] of changes) partition.position = next
      this.#appeared(changes.map(([{ log }]) => log.partitionId))
      this.#wait()
    })
  }

  close(): void {
    this.#cancelTimer()
  }

  #newPartition({ topicId }: Topic, index: number, log: PartitionLog, delayMs: number, isStart: boolean): DelayedPartition {
    const { storage, delayClock } = this.#deps
    const visible = isStart ? visibleAtStart(log, delayClock.startedMs - delayMs) : log.highWatermark
    return new DelayedPartition(index, log, delayMs, positionIn(storage, NO_POLICY, topicId, index), { startedMs: delayClock.startedMs, visible })
  }

  #appeared(partitionIds: readonly number[]): void {
    if (partitionIds.length > 0) this.appeared.emit(partitionIds)
  }

  /** One timer for all of them. */
  #wait(): void {
    if (this.#isWaiting) return
    const nowMs = this.#deps.delayClock.now()
    let leastMs = Number.POSITIVE_INFINITY
    for (const partition of this.#partitions.values()) leastMs = Math.min(leastMs, partition.nextDueMs(nowMs))
    if (leastMs === Number.POSITIVE_INFINITY) return
    this.#isWaiting = true
    this.#cancelTimer = this.#deps.timers.after(Math.max(1, Math.min(LOOK_MS, Math.ceil(leastMs - nowMs))), () => this.#look())
  }

  #look(): void {
    this.#isWaiting = false
    const nowMs = this.#deps.delayClock.now()
    const ids: number[] = []
    for (const [id, partition] of this.#partitions) {
      const before = partition.toldEnd
      if (partition.endOffset(nowMs) > before) ids.push(id)
      partition.toldEnd = partition.endOffset(nowMs)
    }
    this.#appeared(ids)
    this.#wait()
  }
}

/** What is older than the delay may be read; the rest is looked at batch by batch. */
function visibleAtStart(log: PartitionLog, arrivedBeforeMs: number): number {
  return log.offsetForTimestamp(arrivedBeforeMs + 1)?.offset ?? log.highWatermark
}
