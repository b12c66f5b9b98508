// The deadlines of one member of a consumer group; what happens when one passes is decided by who sets it.
import type { Cancel } from '../../base/timers.ts'

/**
 * `session`: something must be heard of the member. `rebalance`: it must have given up what it was told to. `join` and `sync`: a member of the
 * classic protocol must have sent that request.
 */
export type Deadline = 'session' | 'rebalance' | 'join' | 'sync'

export class MemberTimers {
  readonly #cancels = new Map<string, Map<Deadline, Cancel>>()

  set(memberId: string, deadline: Deadline, cancel: Cancel): void {
    this.clear(memberId, deadline)
    const own = this.#cancels.get(memberId)
    if (own) own.set(deadline, cancel)
    else this.#cancels.set(memberId, new Map([[deadline, cancel]]))
  }

  has(memberId: string, deadline: Deadline): boolean {
    return this.#cancels.get(memberId)?.has(deadline) === true
  }

  clear(memberId: string, deadline: Deadline): void {
    const own = this.#cancels.get(memberId)
    own?.get(deadline)?.()
    own?.delete(deadline)
    if (own?.size === 0) this.#cancels.delete(memberId)
  }

  forget(memberId: string): void {
    for (const cancel of this.#cancels.get(memberId)?.values() ?? []) cancel()
    this.#cancels.delete(memberId)
  }

  forgetAll(): void {
    for (const memberId of [...this.#cancels.keys()]) this.forget(memberId)
  }
}
