// The bytes that a plan keeps, so that retention at the source cannot take them before they are sent.
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { planPinsTable } from '../../storage/workbench-tables.ts'
import type { Write } from '../../storage/tables.ts'
import type { RawRecord } from '../failure.ts'
import { contentBytes } from './content-hash.ts'
import { keptRecord } from './draft.ts'
import type { ReplayOptions } from './options.ts'

export const AUTO_PIN_BYTES = 64 * 1024 * 1024
const LAST_PART = 0xffff_ffff

export class Pins {
  readonly #store: WorkbenchStore
  readonly #planId: string
  readonly #maxBytes: number
  #next = 0
  #waiting: Write[] = []
  #keptBytes = 0

  constructor(store: WorkbenchStore, planId: string, pin: ReplayOptions['pin']) {
    this.#store = store
    this.#planId = planId
    this.#maxBytes = pin === 'always' ? Number.POSITIVE_INFINITY : pin === 'never' ? -1 : AUTO_PIN_BYTES
    const last = store.lastKey(planPinsTable, { id: planId, part: 0 }, { id: planId, part: LAST_PART })
    this.#next = last === undefined ? 0 : last.part + 1
  }

  /** null = nothing is kept: too much, or not wanted. */
  get keptBytes(): number | null {
    return this.#keptBytes > this.#maxBytes ? null : this.#keptBytes
  }

  /** Its number; null where nothing is kept any more. Durable after the next `flush`. */
  add(record: RawRecord): number | null {
    this.#keptBytes += contentBytes(record)
    if (this.keptBytes === null) return null
    const part = this.#next++
    this.#waiting.push(planPinsTable.put({ id: this.#planId, part }, keptRecord(record)))
    return part
  }

  async flush(): Promise<void> {
    const writes = this.keptBytes === null ? [] : this.#waiting
    this.#waiting = []
    if (writes.length > 0) await this.#store.commit(writes)
  }

  /** What no item refers to. */
  async removeUnless(isReferred: (pin: number) => boolean): Promise<void> {
    const keys = this.#store.keys(planPinsTable, { id: this.#planId, part: 0 }, { id: this.#planId, part: LAST_PART }, LAST_PART)
    const writes = keys.filter(({ part }) => !isReferred(part)).map((key) => planPinsTable.remove(key))
    if (writes.length > 0) await this.#store.commit(writes)
  }
}
