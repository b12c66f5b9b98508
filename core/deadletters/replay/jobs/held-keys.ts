// Keys of which an item was not sent: what comes later of them waits, so that nothing overtakes it.
import type { ItemState, ItemStates } from './item-states.ts'

export class HeldKeys {
  readonly #states: ItemStates
  /** By order key: items that stood in the way when they were met. */
  readonly #met = new Map<string, number[]>()

  constructor(states: ItemStates) {
    this.#states = states
  }

  /** Items that nothing waits for have no key. */
  block(orderKey: string, index: number): void {
    if (orderKey === '') return
    const met = this.#met.get(orderKey)
    if (met === undefined) this.#met.set(orderKey, [index])
    else if (met.at(-1) !== index) met.push(index)
  }

  /** The item that an item of this key waits for; undefined where it may go. One that was sent after all, or is to be sent again, is in nobody's way. */
  blockerOf(orderKey: string, index: number): number | undefined {
    return this.#met.get(orderKey)?.find((met) => met < index && isBlocking(this.#states.get(met)))
  }
}

/** Whether an item in this state stands in the way of later ones of its key. */
export function isBlocking(state: ItemState): boolean {
  return state === 'FAILED' || state === 'INDOUBT' || state === 'HELD'
}
