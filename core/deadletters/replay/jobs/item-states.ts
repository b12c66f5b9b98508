// The state of each item of a job and how many are in which: a byte per item, and counts that are kept with every change.
import { assert } from '../../../base/assert.ts'

export const ITEM_STATES = ['PENDING', 'SENDING', 'SENT', 'SKIPPED', 'FAILED', 'HELD', 'INDOUBT'] as const
export type ItemState = (typeof ITEM_STATES)[number]
export type ItemCounts = Readonly<Record<ItemState, number>>

const CODES = Object.fromEntries(ITEM_STATES.map((state, code) => [state, code])) as Record<ItemState, number>

const NEXT: Readonly<Record<ItemState, readonly ItemState[]>> = {
  PENDING: ['SENDING', 'SKIPPED', 'FAILED', 'HELD', 'SENT', 'INDOUBT'],
  SENDING: ['SENT', 'PENDING', 'FAILED', 'INDOUBT'],
  SENT: [],
  SKIPPED: [],
  // Only a person asks for them again.
  FAILED: ['PENDING'],
  HELD: ['PENDING'],
  INDOUBT: ['SENT', 'PENDING'],
}

export class ItemStates {
  readonly #codes: Uint8Array
  readonly #counts: number[]

  constructor(total: number) {
    this.#codes = new Uint8Array(total)
    this.#counts = ITEM_STATES.map((_, code) => (code === 0 ? total : 0))
  }

  get total(): number {
    return this.#codes.length
  }

  get(index: number): ItemState {
    return ITEM_STATES[this.#codes[index]!]!
  }

  /** A state that an item may not go to from where it is would be a bug of ours. */
  set(index: number, state: ItemState): void {
    const before = this.get(index)
    if (before === state) return
    assert(NEXT[before].includes(state), `item ${index} may not go from ${before} to ${state}`)
    this.#put(index, state)
  }

  /** As it was found in the ledger. */
  restore(index: number, state: ItemState): void {
    this.#put(index, state)
  }

  count(state: ItemState): number {
    return this.#counts[CODES[state]]!
  }

  counts(): ItemCounts {
    return Object.fromEntries(ITEM_STATES.map((state, code) => [state, this.#counts[code]!])) as ItemCounts
  }

  /** Indexes in a state, in order. */
  *in(state: ItemState): Generator<number> {
    const code = CODES[state]
    for (let index = this.#codes.indexOf(code); index >= 0; index = this.#codes.indexOf(code, index + 1)) yield index
  }

  #put(index: number, state: ItemState): void {
    this.#counts[this.#codes[index]!]!--
    this.#codes[index] = CODES[state]
    this.#counts[CODES[state]]!++
  }
}
