// Which records which job is about to send, or may have sent without the ledger knowing yet: no other job sends them to the same target meanwhile.
import { replayedKey, type LedgerTarget } from '../ledger.ts'
import type { ItemSource } from '../plan.ts'

export class Claims {
  readonly #owners = new Map<string, string>()
  readonly #keys = new Map<string, Set<string>>()

  /** null = it is this job's now; else the job whose it is. */
  take(jobId: string, source: ItemSource, target: LedgerTarget): string | null {
    const key = replayedKey(source, target)
    const owner = this.#owners.get(key)
    if (owner !== undefined && owner !== jobId) return owner
    this.#add(jobId, key)
    return null
  }

  /** All that the job claims from now on. What is in the ledger needs no claim. */
  keepOnly(jobId: string, claimed: readonly { readonly source: ItemSource; readonly target: LedgerTarget }[]): void {
    for (const key of this.#keys.get(jobId) ?? []) if (this.#owners.get(key) === jobId) this.#owners.delete(key)
    this.#keys.delete(jobId)
    for (const { source, target } of claimed) this.#add(jobId, replayedKey(source, target))
  }

  #add(jobId: string, key: string): void {
    this.#owners.set(key, jobId)
    const keys = this.#keys.get(jobId) ?? new Set()
    this.#keys.set(jobId, keys.add(key))
  }
}
