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
const ENOUGH_RECORDS = 100

export class Pins {
  readonly #store: WorkbenchStore
  readonly #planId: string
  readonly #maxBytes: number
  #next = 0
  #waiting: Write[] = []
  #keptBytes = 0
  #added = 0
  readonly #expected: number

  /** `expected`: how many records there will be, so that nothing is written that would be taken away again; 0 = not known. */
  constructor(store: WorkbenchStore, planId: string, pin: ReplayOptions['pin'], expected = 0) {
    this.#expected = expected
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

  /** By the first records, with some doubt in their favour. */
  get #willBeTooMuch(): boolean {
    return this.#added >= ENOUGH_RECORDS && (this.#keptBytes / this.#added) * this.#expected > this.#maxBytes * 1.1
  }

  /** Its number; null where nothing is kept any more. Durable after the next `flush`. */
  add(record: RawRecord): number | null {
    this.#added++
    this.#keptBytes += contentBytes(record)
    if (this.#willBeTooMuch) this.#keptBytes = Number.POSITIVE_INFINITY
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
