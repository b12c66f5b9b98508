// What waits in a policy: listed in the order in which it is due, made due by hand, or brought forward.
import { ProtocolError } from '../protocol/protocol-error.ts'
import type { DelayClock } from './delay-clock.ts'
import type { DelayedPartition } from './delayed-partition.ts'
import type { DelayedTopics } from './delayed-topics.ts'
import type { Forwarder } from './forwarder.ts'
import { readFailure } from './headers/read-failure.ts'
import { attemptOf, stepFromIngress, stepFromTier } from './move.ts'
import type { PartitionQueue } from './partition-queue.ts'
import type { Position } from './position.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { WaitingRecord } from './waiting-record.ts'

export interface PendingView {
  readonly topic: string
  readonly partition: number
  readonly record: WaitingRecord
  /** Number of the attempt that it waits for. */
  readonly attempt: number
  /** By the wall clock. */
  readonly sinceMs: number
  readonly dueMs: number
  readonly to: string
  readonly errorClass: string | null
  readonly errorMessage: string | null
}

/** Records of their places, everything of a topic, or (null) everything. */
export type FireTarget = readonly { readonly topic: string; readonly partition: number; readonly offset: number }[] | { readonly topic: string | null }

interface Waiting {
  readonly topic: string
  readonly partition: number
  readonly record: WaitingRecord
  readonly dueMs: number
  readonly sinceMs: number
  readonly attempt: number
  readonly to: string
}

export class PendingRecords {
  readonly #forwarder: Forwarder
  readonly #policy: RetryPolicy
  readonly #delayed: DelayedTopics
  readonly #clock: DelayClock

  constructor(forwarder: Forwarder, delayed: DelayedTopics, clock: DelayClock) {
    this.#forwarder = forwarder
    this.#policy = forwarder.policy
    this.#delayed = delayed
    this.#clock = clock
  }

  list(topic: string | null, limit: number): { records: PendingView[]; total: number } {
    const nowMs = this.#clock.now()
    const found = [...this.#queued(topic, limit), ...this.#hidden(topic, limit, nowMs)].toSorted((a, b) => a.dueMs - b.dueMs)
    const total = this.#totalOf(topic, nowMs)
    return { records: found.slice(0, limit).map((waiting) => this.#viewOf(waiting)), total: Math.max(total, found.length) }
  }

  /** Resolves with how many are due by now that were not. */
  async fire(target: FireTarget): Promise<number> {
    return 'topic' in target ? this.#fireAll(target.topic) : this.#fireSome(target)
  }

  async warp(byMs: number): Promise<number> {
    const nowMs = this.#clock.now()
    const waiting = this.#totalOf(null, nowMs)
    await this.#forwarder.reposition((queue, { role }) => (role === 'tier' && queue.waiting > 0 ? queue.warped(byMs) : queue.position))
    for (const { topicId } of this.#delayedTiers()) await this.#delayed.change(topicId, (partition) => partition.warped(byMs, nowMs))
    return waiting
  }

  *#queues(topic: string | null): Iterable<{ queue: PartitionQueue; name: string; delayMs: number; role: 'ingress' | 'tier' }> {
    for (const { topic: { name }, queues, delayMs, role } of this.#forwarder.stops) {
      if (topic === null || topic === name) for (const queue of queues) yield { queue, name, delayMs, role }
    }
  }

  *#queued(topic: string | null, limit: number): Iterable<Waiting> {
    const nowMs = this.#clock.now()
    for (const { queue, name, delayMs, role } of this.#queues(topic)) {
      for (const record of listed(() => queue.list(limit))) {
        const arrivedMs = Math.min(queue.arrivals.of(record.offset, record.stampMs), nowMs)
        const failed = attemptOf(this.#policy, record)
        const isIngress = role === 'ingress'
        const { to } = isIngress ? stepFromIngress(this.#policy, record, nowMs) : stepFromTier(this.#policy, record)
        yield { topic: name, partition: queue.partition, record, dueMs: queue.dueMs(record, delayMs), sinceMs: arrivedMs, attempt: isIngress ? failed + 1 : failed, to: to.name }
      }
    }
  }

  *#hidden(topic: string | null, limit: number, nowMs: number): Iterable<Waiting> {
    for (const { name, topicId } of this.#delayedTiers()) {
      if (topic !== null && topic !== name) continue
      for (const partition of this.#delayed.partitionsOf(topicId)) {
        for (const record of listed(() => partition.list(nowMs, limit))) {
          const sinceMs = Math.min(partition.arrivals.of(record.offset, record.stampMs), nowMs)
          yield { topic: name, partition: partition.index, record, dueMs: partition.dueMs(record), sinceMs, attempt: attemptOf(this.#policy, record), to: name }
        }
      }
    }
  }

  #viewOf({ topic, partition, record, dueMs, sinceMs, attempt, to }: Waiting): PendingView {
    const { className, message } = readFailure(this.#policy.draft.headerDialect, record.headers)
    return { topic, partition, record, attempt, to, sinceMs: this.#clock.onWall(sinceMs), dueMs: this.#clock.onWall(dueMs), errorClass: className, errorMessage: message }
  }

  #totalOf(topic: string | null, nowMs: number): number {
    let total = 0
    for (const { queue } of this.#queues(topic)) total += queue.waiting
    for (const { name, topicId } of this.#delayedTiers()) {
      if (topic === null || topic === name) for (const partition of this.#delayed.partitionsOf(topicId)) total += partition.waiting(nowMs)
    }
    return total
  }

  async #fireAll(topic: string | null): Promise<number> {
    const nowMs = this.#clock.now()
    let fired = 0
    for (const { queue } of this.#queues(topic)) fired += queue.fireAll()
    for (const { name, topicId } of this.#delayedTiers()) {
      if (topic !== null && topic !== name) continue
      fired += this.#delayed.partitionsOf(topicId).reduce((sum, partition) => sum + partition.waiting(nowMs), 0)
      await this.#delayed.change(topicId, (partition) => partition.releasedTo(Number.POSITIVE_INFINITY))
    }
    return fired
  }

  async #fireSome(places: readonly { topic: string; partition: number; offset: number }[]): Promise<number> {
    let fired = 0
    for (const { topic, partition, offset } of places) {
      for (const { queue } of this.#queues(topic)) if (queue.partition === partition) fired += queue.fire(offset)
    }
    for (const { name, topicId } of this.#delayedTiers()) {
      const wanted = places.filter(({ topic }) => topic === name)
      if (wanted.length > 0) fired += await this.#releaseUpTo(topicId, wanted)
    }
    return fired
  }

  /** Of a delayed topic those before it come along: consumers read in order. */
  async #releaseUpTo(topicId: string, wanted: readonly { partition: number; offset: number }[]): Promise<number> {
    const endOf = ({ index }: DelayedPartition): number => Math.max(0, ...wanted.filter(({ partition }) => partition === index).map(({ offset }) => offset + 1))
    const nowMs = this.#clock.now()
    const before = new Map(this.#delayed.partitionsOf(topicId).map((partition) => [partition, partition.endOffset(nowMs)]))
    await this.#delayed.change(topicId, (partition): Position => partition.releasedTo(endOf(partition)))
    return [...before].reduce((sum, [partition, end]) => sum + partition.endOffset(nowMs) - end, 0)
  }

  #delayedTiers(): RetryPolicy['tiers'] {
    return this.#policy.draft.mode === 'delayed-topics' ? this.#policy.tiers : []
  }
}

/** Those that cannot be decoded are told of as a problem of their topic. */
function listed<T>(list: () => readonly T[]): readonly T[] {
  try {
    return list()
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    return []
  }
}
