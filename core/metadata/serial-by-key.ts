// Runs the work of one key one after the other; work of different keys runs side by side.

export class SerialByKey {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Runs `work` once everything asked earlier for `key` has ended, well or badly. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const turn = before.then(work, work)
    this.#last.set(key, turn)
    const forget = (): void => {
      if (this.#last.get(key) === turn) this.#last.delete(key)
    }
    turn.then(forget, forget)
    return turn
  }
}
