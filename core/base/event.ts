// An announcement that others may listen to. Events announce, calls command.

export class Event<T> {
  readonly #listeners = new Set<(value: T) => void>()

  /** Adds a listener; the returned function removes it. */
  on(listener: (value: T) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(value: T): void {
    for (const listener of this.#listeners) listener(value)
  }
}
