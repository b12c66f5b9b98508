// Lets only so much work run at once: guessing passwords must not take the threads that the disk is written with.

export class Turnstile {
  readonly #places: number
  readonly #waiting: (() => void)[] = []
  #inside = 0

  constructor(places: number) {
    this.#places = places
  }

  /** In the order of their coming. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside < this.#places) this.#inside += 1
    else await new Promise<void>((enter) => this.#waiting.push(enter))
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      // Whoever comes next takes over the place.
      if (next) next()
      else this.#inside -= 1
    }
  }
}
