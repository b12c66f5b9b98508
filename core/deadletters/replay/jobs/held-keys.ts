// Keys of which an item failed: what comes later of them waits, so that nothing overtakes it.
import type { ItemState } from './item-states.ts'

export class HeldKeys {
  /** By order key: the first item that stands in the way. */
  readonly #firstBlocked = new Map<string, number>()

  /** Items that nothing waits for have no key. */
  block(orderKey: string, index: number): void {
    if (orderKey === '') return
    const known = this.#firstBlocked.get(orderKey)
    if (known === undefined || index < known) this.#firstBlocked.set(orderKey, index)
  }

  /** The item that an item of this key waits for; undefined where it may go. */
  blockerOf(orderKey: string, index: number): number | undefined {
    const first = this.#firstBlocked.get(orderKey)
    return first !== undefined && first < index ? first : undefined
  }
}

/** Whether an item in this state stands in the way of later ones of its key. */
export function isBlocking(state: ItemState): boolean {
  return state === 'FAILED' || state === 'INDOUBT' || state === 'HELD'
}
