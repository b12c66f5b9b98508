// What a person says about groups of failures: a note, and which groups are one.
import type { Clock } from '../../base/clock.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { type FailureGroupRecord, failureGroupsTable } from '../../storage/workbench-tables.ts'

const NOTHING: FailureGroupRecord = { note: '', notedAtMs: 0, mergedInto: '' }

export class GroupNotes {
  readonly #store: WorkbenchStore
  readonly #clock: Clock
  readonly #onChange: () => void
  /** By cluster, then by fingerprint. */
  readonly #known = new Map<string, Map<string, FailureGroupRecord>>()

  constructor(store: WorkbenchStore, clock: Clock, onChange: () => void) {
    this.#store = store
    this.#clock = clock
    this.#onChange = onChange
  }

  /** The group that a fingerprint counts to. Merges are one step deep. */
  groupOf(clusterId: string): (fingerprint: string) => string {
    const records = this.#of(clusterId)
    return (fingerprint) => records.get(fingerprint)?.mergedInto || fingerprint
  }

  note(clusterId: string, fingerprint: string): { text: string; atMs: number } {
    const { note, notedAtMs } = this.#of(clusterId).get(fingerprint) ?? NOTHING
    return { text: note, atMs: notedAtMs }
  }

  /** Fingerprints that count to it besides its own. */
  mergedInto(clusterId: string, fingerprint: string): string[] {
    return [...this.#of(clusterId)].flatMap(([other, { mergedInto }]) => (mergedInto === fingerprint ? [other] : []))
  }

  async setNote(clusterId: string, fingerprint: string, note: string): Promise<void> {
    await this.#change(clusterId, [[fingerprint, { note, notedAtMs: this.#clock.now() }]])
  }

  /** What was merged into one of them comes along. */
  async merge(clusterId: string, into: string, fingerprints: readonly string[]): Promise<void> {
    const target = this.groupOf(clusterId)(into)
    const moved = fingerprints.flatMap((fingerprint) => [fingerprint, ...this.mergedInto(clusterId, fingerprint)]).filter((fingerprint) => fingerprint !== target)
    await this.#change(clusterId, moved.map((fingerprint) => [fingerprint, { mergedInto: target }]))
  }

  /** Takes it out of the group that it was merged into, or all others out of it. */
  async split(clusterId: string, fingerprint: string): Promise<void> {
    await this.#change(clusterId, [fingerprint, ...this.mergedInto(clusterId, fingerprint)].map((one) => [one, { mergedInto: '' }]))
  }

  async #change(clusterId: string, changes: readonly (readonly [string, Partial<FailureGroupRecord>])[]): Promise<void> {
    const records = this.#of(clusterId)
    const changed = changes.map(([fingerprint, change]) => [fingerprint, { ...(records.get(fingerprint) ?? NOTHING), ...change }] as const)
    await this.#store.commit(changed.map(([fingerprint, record]) => failureGroupsTable.put(`${clusterId}/${fingerprint}`, record)))
    for (const [fingerprint, record] of changed) records.set(fingerprint, record)
    this.#onChange()
  }

  #of(clusterId: string): Map<string, FailureGroupRecord> {
    let records = this.#known.get(clusterId)
    if (records === undefined) {
      const read = new Map<string, FailureGroupRecord>()
      this.#store.visit(failureGroupsTable, `${clusterId}/`, `${clusterId}0`, (key, record) => void read.set(key.slice(clusterId.length + 1), record))
      this.#known.set(clusterId, (records = read))
    }
    return records
  }
}
