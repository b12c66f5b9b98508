// A consumer group (KIP-848) as its members see it: a partition is never with two of them, and epochs never go back.
import { Violation } from './world.ts'

export interface Holder {
  readonly name: string
  /** What it was given and has not said to have let go of. */
  readonly held: ReadonlySet<string>
  /** From then on the broker may have taken everything from it. */
  readonly expiresAtMs: number
}

export class SharesModel {
  readonly groupId: string
  readonly #holders = new Set<Holder>()
  #newestEpoch = 0

  constructor(groupId: string) {
    this.groupId = groupId
  }

  enter(holder: Holder): void {
    this.#holders.add(holder)
  }

  /** It has left, was fenced, or has vanished for good. */
  leave(holder: Holder): void {
    this.#holders.delete(holder)
  }

  /** A member joins with the epoch of the group; those that were there may lag behind. */
  joined(epoch: number): void {
    if (epoch < this.#newestEpoch) throw new Violation(`${this.groupId}: a member joined with epoch ${epoch} after ${this.#newestEpoch}`)
    this.#newestEpoch = epoch
  }

  heard(epoch: number): void {
    this.#newestEpoch = Math.max(this.#newestEpoch, epoch)
  }

  given(to: Holder, partitions: readonly string[], nowMs: number): void {
    for (const holder of this.#holders) {
      if (holder === to || nowMs >= holder.expiresAtMs) continue
      const shared = partitions.find((partition) => holder.held.has(partition))
      if (shared !== undefined) throw new Violation(`${this.groupId}: ${shared} was given to ${to.name} while ${holder.name} still holds it`)
    }
  }
}
