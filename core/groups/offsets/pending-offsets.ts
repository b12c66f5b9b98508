// Offsets of open transactions: nobody reads them before their transaction commits, and whoever asks for stable offsets is told to wait.
import { type OffsetKey, type PendingOffsetKey, type PendingOffsetRecord, pendingOffsetsTable, type Write } from '../../storage/tables.ts'

export interface PendingOffset {
  readonly key: PendingOffsetKey
  readonly record: PendingOffsetRecord
}

/** Memory runs ahead of the disk in the order of decisions; after a failed commit it is replayed. */
export class PendingOffsets {
  /** By producer, then by what `nameOf` says of the offset. */
  readonly #producers = new Map<number, Map<string, PendingOffset>>()
  /** Removed on disk by a commit that is on its way. */
  readonly #ending = new WeakSet<PendingOffset>()
  /** By group, then by offset: how many producers have one pending. */
  readonly #groups = new Map<string, Map<string, number>>()

  put(key: PendingOffsetKey, record: PendingOffsetRecord): Write {
    const name = nameOf(key)
    const own = this.#producers.get(key.producerId) ?? new Map<string, PendingOffset>()
    this.#producers.set(key.producerId, own)
    if (!own.has(name)) this.#count(key, 1)
    own.set(name, { key, record })
    return pendingOffsetsTable.put(key, record)
  }

  /** Whether some transaction that is not over has an offset for the partition. */
  has(key: OffsetKey): boolean {
    return this.#groups.get(key.groupId)?.has(nameOf(key)) ?? false
  }

  hasGroup(groupId: string): boolean {
    return this.#groups.has(groupId)
  }

  groupIds(): Iterable<string> {
    return this.#groups.keys()
  }

  of(producerId: number): PendingOffset[] {
    return [...(this.#producers.get(producerId)?.values() ?? [])]
  }

  /** The partition is committed outside of transactions: what is pending for it will not count any more. Nothing about clocks: those are set back. */
  overtake(key: OffsetKey): Write[] {
    if (!this.has(key)) return []
    const name = nameOf(key)
    const own = [...this.#producers.values()].flatMap((producer) => producer.get(name) ?? [])
    return own.filter((offset) => !this.#ending.has(offset)).map((offset) => this.put(offset.key, { ...offset.record, isOvertaken: true }))
  }

  /** Their transaction ends with a commit that is on its way: nothing of theirs is written any more. */
  ending(offsets: readonly PendingOffset[]): void {
    for (const offset of offsets) this.#ending.add(offset)
  }

  /** Forgets exactly these: what the producer has put since stays. */
  forget(offsets: readonly PendingOffset[]): void {
    for (const offset of offsets) {
      const own = this.#producers.get(offset.key.producerId)
      const name = nameOf(offset.key)
      if (own?.get(name) !== offset) continue
      own.delete(name)
      if (own.size === 0) this.#producers.delete(offset.key.producerId)
      this.#count(offset.key, -1)
    }
  }

  /** Forgets what `isMeant` says, and returns the writes that make it so on disk. */
  remove(isMeant: (key: OffsetKey) => boolean): Write[] {
    const removed = [...this.#producers.values()].flatMap((own) => [...own.values()].filter(({ key }) => isMeant(key)))
    this.forget(removed)
    return removed.map(({ key }) => pendingOffsetsTable.remove(key))
  }

  /** Replaces everything by what the store says. */
  replay(entries: Iterable<[PendingOffsetKey, PendingOffsetRecord]>): void {
    this.#producers.clear()
    this.#groups.clear()
    for (const [key, record] of entries) this.put(key, record)
  }

  #count(key: OffsetKey, by: 1 | -1): void {
    const counts = this.#groups.get(key.groupId) ?? new Map<string, number>()
    const name = nameOf(key)
    const count = (counts.get(name) ?? 0) + by
    if (count > 0) counts.set(name, count)
    else counts.delete(name)
    if (counts.size > 0) this.#groups.set(key.groupId, counts)
    else this.#groups.delete(key.groupId)
  }
}

const nameOf = ({ groupId, topic, partition }: OffsetKey): string => JSON.stringify([groupId, topic, partition])
