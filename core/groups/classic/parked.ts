// Responses that a member waits for: a request is parked here until the group can answer it.

export interface Waiter<Res> {
  readonly connectionId: number
  readonly reply: (response: Res) => void
}

/** A retry that arrives while its first try is parked waits with it: both get the same answer, so no connection is left hanging. */
export class Parked<Res> {
  #waiters: Waiter<Res>[] | null = null

  /** Stays true when the waiting connection goes away: Kafka does not see that either, and the member's timers decide. */
  get isWaiting(): boolean {
    return this.#waiters !== null
  }

  add(waiter: Waiter<Res>): void {
    this.#waiters ??= []
    this.#waiters.push(waiter)
  }

  /** Answers whoever waits; true if somebody did. */
  answer(response: Res): boolean {
    const waiters = this.#waiters
    this.#waiters = null
    for (const { reply } of waiters ?? []) reply(response)
    return waiters !== null
  }

  connectionClosed(connectionId: number): void {
    this.#waiters &&= this.#waiters.filter((waiter) => waiter.connectionId !== connectionId)
  }
}
