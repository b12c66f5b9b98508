// The committed offsets of all groups: what is durable, and which keys have a commit on its way.
import { type OffsetKey, type OffsetRecord, groupOffsetsTable, type Write } from '../../storage/tables.ts'

interface Slot {
  durable: OffsetRecord | undefined
  /** Commits of this key that are being written: a deletion must cover them although nobody may read them yet. */
  inFlight: number
}

type TopicSlots = Map<number, Slot>
type GroupSlots = Map<string, TopicSlots>

export interface CommittedOffset {
  readonly topic: string
  readonly partition: number
  readonly record: OffsetRecord
}

export class GroupOffsets {
  readonly #groups = new Map<string, GroupSlots>()

  get(groupId: string, topic: string, partition: number): OffsetRecord | undefined {
    return this.#groups.get(groupId)?.get(topic)?.get(partition)?.durable
  }

  *of(groupId: string): Iterable<CommittedOffset> {
    for (const [topic, partitions] of this.#groups.get(groupId) ?? []) {
      for (const [partition, { durable }] of partitions) if (durable) yield { topic, partition, record: durable }
    }
  }

  /** Whether the group has offsets, durable or on their way. */
  has(groupId: string): boolean {
    return this.#groups.has(groupId)
  }

  groupIds(): Iterable<string> {
    return this.#groups.keys()
  }

  /** A commit of this key goes to the store; `end` must follow. */
  begin(key: OffsetKey): void {
    this.#slot(key).inFlight += 1
  }

  /** The commit is durable, or has failed (undefined). Ends come in the order of the commits. */
  end(key: OffsetKey, record: OffsetRecord | undefined): void {
    const slot = this.#slot(key)
    slot.inFlight -= 1
    if (record) slot.durable = record
    this.#prune(key, slot)
  }

  /** A commit of this key is being written. */
  isInFlight({ groupId, topic, partition }: OffsetKey): boolean {
    return (this.#groups.get(groupId)?.get(topic)?.get(partition)?.inFlight ?? 0) > 0
  }

  /** Called when a removal of these keys is durable; what has been committed since stays on its way. */
  clear(keys: Iterable<OffsetKey>): void {
    for (const key of keys) this.#clear(key)
  }

  /** Writes that remove every offset of the group, on its way or not. */
  removalOfGroup(groupId: string): Write[] {
    return [...this.#keysOf(groupId)].map((key) => groupOffsetsTable.remove(key))
  }

  /** Called when the removal is decided and again when it is durable: commits decided before it may have become durable in between. */
  clearGroup(groupId: string): void {
    for (const key of [...this.#keysOf(groupId)]) this.#clear(key)
  }

  removalOfTopic(topic: string): Write[] {
    return [...this.#keysOfTopic(topic)].map((key) => groupOffsetsTable.remove(key))
  }

  clearTopic(topic: string): void {
    for (const key of [...this.#keysOfTopic(topic)]) this.#clear(key)
  }

  /** Replaces what is durable by what the store says; commits on their way stay so. */
  replay(entries: Iterable<[OffsetKey, OffsetRecord]>): void {
    for (const groupId of [...this.#groups.keys()]) this.clearGroup(groupId)
    for (const [key, record] of entries) this.#slot(key).durable = record
  }

  *#keysOf(groupId: string): Iterable<OffsetKey> {
    for (const [topic, partitions] of this.#groups.get(groupId) ?? []) {
      for (const partition of partitions.keys()) yield { groupId, topic, partition }
    }
  }

  *#keysOfTopic(topic: string): Iterable<OffsetKey> {
    for (const [groupId, topics] of this.#groups) {
      for (const partition of topics.get(topic)?.keys() ?? []) yield { groupId, topic, partition }
    }
  }

  #slot({ groupId, topic, partition }: OffsetKey): Slot {
    const topics = valueAt(this.#groups, groupId, () => new Map<string, TopicSlots>())
    const partitions = valueAt(topics, topic, () => new Map<number, Slot>())
    return valueAt(partitions, partition, () => ({ durable: undefined, inFlight: 0 }))
  }

  #clear(key: OffsetKey): void {
    const slot = this.#slot(key)
    slot.durable = undefined
    this.#prune(key, slot)
  }

  #prune({ groupId, topic, partition }: OffsetKey, slot: Slot): void {
    if (slot.durable || slot.inFlight > 0) return
    const topics = this.#groups.get(groupId)!
    const partitions = topics.get(topic)!
    partitions.delete(partition)
    if (partitions.size === 0) topics.delete(topic)
    if (topics.size === 0) this.#groups.delete(groupId)
  }
}

function valueAt<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
