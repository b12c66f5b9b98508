// Hands out producer ids that are never used twice in the life of a data folder, reserved on disk in blocks.
import type { MetadataStore } from '../storage/storage.ts'
import { clusterTable } from '../storage/tables.ts'

const BLOCK_SIZE = 1000
const NEXT_PRODUCER_ID = 'nextProducerId'

export class ProducerIds {
  readonly #store: MetadataStore
  #next: number
  /** Ids below it are reserved on disk. */
  #reservedUntil: number
  #reserving: Promise<void> | undefined

  constructor(store: MetadataStore) {
    this.#store = store
    this.#next = (store.get(clusterTable, NEXT_PRODUCER_ID) as number | undefined) ?? 0
    this.#reservedUntil = this.#next
  }

  /** A fresh id. Rejects with StorageError when a new block cannot be reserved. */
  async allocate(): Promise<number> {
    while (this.#next >= this.#reservedUntil) await this.#reserve()
    return this.#next++
  }

  #reserve(): Promise<void> {
    this.#reserving ??= this.#reserveBlock().finally(() => {
      this.#reserving = undefined
    })
    return this.#reserving
  }

  async #reserveBlock(): Promise<void> {
    const until = this.#reservedUntil + BLOCK_SIZE
    await this.#store.commit({ writes: [clusterTable.put(NEXT_PRODUCER_ID, until)] })
    this.#reservedUntil = until
  }
}
