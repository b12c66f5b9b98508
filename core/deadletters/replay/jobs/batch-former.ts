// Puts the next batch of a job together: what may go, in plan order, as much as limits allow; and says of every item that it passes why that may not.
import type { JobBooks, Settlement } from './job-books.ts'
import type { FedItem, PlanFeed } from './plan-feed.ts'
import type { OutgoingItem, OutgoingPlace } from '../senders/sender.ts'

export interface BatchLimits {
  readonly items: number
  readonly bytes: number
  /** How many failures are borne before the job stops; Infinity = all. */
  readonly failures: number
}

export interface FormedBatch {
  /** Position behind it. */
  readonly to: number
  readonly places: readonly OutgoingPlace[]
  readonly items: readonly OutgoingItem[]
  readonly sizeBytes: number
  /** Offset of its last item in the topic that it is read from; 0 for a file. */
  readonly sourceOffset: number
  /** Of items that were passed. */
  readonly failures: number
}

/** Why an item that is ready is to be passed all the same; null where it may go. */
export type ItemRefusal = (fed: FedItem, topic: string) => { readonly code: string; readonly message: string } | null

/** The register tells an offset per place, and has to stay below 4096 bytes. */
const MAX_PLACES = 100

export class BatchFormer {
  readonly #feed: PlanFeed
  readonly #books: JobBooks
  readonly #refusal: ItemRefusal
  /** Items of which one was refused with others: each goes alone. */
  readonly suspects = new Set<number>()
  /** By topic: what one batch to one of its partitions may have, bytes. */
  readonly #placeBytes = new Map<string, number>()

  constructor(feed: PlanFeed, books: JobBooks, refusal: ItemRefusal) {
    this.#feed = feed
    this.#books = books
    this.#refusal = refusal
  }

  limitPlace(topic: string, bytes: number): void {
    this.#placeBytes.set(topic, Math.min(bytes, this.#placeBytes.get(topic) ?? Number.POSITIVE_INFINITY))
  }

  /** Settles in the books what it passes. */
  async next(from: number, limits: BatchLimits): Promise<FormedBatch> {
    const batch = new Batch()
    let position = from
    for (; position < this.#feed.length && batch.items.length < limits.items && batch.failures < limits.failures; position++) {
      const index = this.#feed.indexAt(position)
      if (this.#books.states.get(index) !== 'PENDING') continue
      const fed = await this.#feed.at(position)
      const passed = this.#passed(fed)
      if (passed) {
        this.#books.settle(passed)
        if (passed.state !== 'SKIPPED') this.#block(fed)
        if (passed.state === 'FAILED') batch.failures++
      } else if (!this.#takes(batch, fed, limits)) break
    }
    return batch.formed(position)
  }

  /** Later items of its keys wait: that which it was planned with and that which it has now. */
  #block({ item, prepared }: FedItem): void {
    this.#books.held.block(item.orderKey, item.index)
    this.#books.held.block(prepared.orderKey, item.index)
  }

  #passed(fed: FedItem): Settlement | null {
    const { item, prepared } = fed
    const at = { index: item.index, topic: item.targetTopic, partition: item.targetPartition }
    if (prepared.failure !== null) return { ...at, state: prepared.failure.outcome, code: prepared.failure.code, message: prepared.failure.message }
    const { held } = this.#books
    const blocker = held.blockerOf(item.orderKey, item.index) ?? held.blockerOf(prepared.orderKey, item.index)
    if (blocker !== undefined) return { ...at, state: 'HELD', code: 'held', message: `It waits for record ${blocker + 1}, which has the same key and was not sent.` }
    const refusal = this.#refusal(fed, prepared.topic)
    return refusal && { ...at, state: 'SKIPPED', ...refusal }
  }

  /** False where it has to wait for the next batch. */
  #takes(batch: Batch, { item, prepared }: FedItem, limits: BatchLimits): boolean {
    if (prepared.failure !== null) return true
    const isAlone = this.suspects.has(item.index) || batch.hasSuspect
    if (isAlone && batch.items.length > 0) return false
    const place = batch.place(prepared.topic, prepared.partition)
    const isFull = batch.sizeBytes + prepared.sizeBytes > limits.bytes || place.sizeBytes + prepared.sizeBytes > (this.#placeBytes.get(prepared.topic) ?? Number.POSITIVE_INFINITY)
    if (batch.items.length > 0 && (isFull || (place.items.length === 0 && batch.placeCount >= MAX_PLACES))) return false
    batch.add(place, prepared, 'offset' in item.source ? item.source.offset : 0)
    batch.hasSuspect ||= this.suspects.has(item.index)
    return true
  }
}

interface GrowingPlace {
  readonly topic: string
  readonly partition: number
  readonly items: OutgoingItem[]
  sizeBytes: number
}

class Batch {
  readonly items: OutgoingItem[] = []
  readonly #places = new Map<string, GrowingPlace>()
  sizeBytes = 0
  failures = 0
  hasSuspect = false
  #sourceOffset = 0

  get placeCount(): number {
    return this.#places.size
  }

  place(topic: string, partition: number): GrowingPlace {
    return this.#places.get(`${topic}:${partition}`) ?? { topic, partition, items: [], sizeBytes: 0 }
  }

  add(place: GrowingPlace, item: OutgoingItem, sourceOffset: number): void {
    this.#places.set(`${place.topic}:${place.partition}`, place)
    place.items.push(item)
    place.sizeBytes += item.sizeBytes
    this.items.push(item)
    this.sizeBytes += item.sizeBytes
    this.#sourceOffset = sourceOffset
  }

  formed(to: number): FormedBatch {
    return { to, places: [...this.#places.values()], items: this.items, sizeBytes: this.sizeBytes, sourceOffset: this.#sourceOffset, failures: this.failures }
  }
}
