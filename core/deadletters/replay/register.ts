// How far a job has come, in one value that becomes durable together with the records it speaks of: everything before `next` is final, nothing from it on was sent.
import type { Flight } from './jobs/flight.ts'

export interface Register {
  /** The first 16 characters of the plan's hash: another plan's progress is not ours. */
  readonly planHash: string
  /** Which list of items `next` counts in: the first one has them all, a later one those that were asked for again. */
  readonly pass: number
  readonly next: number
  /** Who runs the job: one that finds another here has been replaced. */
  readonly runner: string
  /** Where the last batch went: the offset of its first record in each of the places of its flight. */
  readonly baseOffsets: readonly number[]
}

/** As it stands in the metadata of an offset, of which Kafka takes 4096 bytes. */
export function encodeRegister({ planHash, pass, next, runner, baseOffsets }: Register): string {
  return JSON.stringify({ v: 1, p: planHash, a: pass, n: next, r: runner, d: baseOffsets })
}

/** null for what we have not written. */
export function decodeRegister(text: string): Register | null {
  try {
    const { v, p, a, n, r, d } = JSON.parse(text) as Record<string, unknown>
    const isOurs = v === 1 && typeof p === 'string' && isCount(a) && isCount(n) && typeof r === 'string' && Array.isArray(d) && d.every(Number.isSafeInteger)
    return isOurs ? { planHash: p, pass: a, next: n, runner: r, baseOffsets: d as number[] } : null
  } catch {
    return null
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** What is known of a job from its ledger when its register is read. */
export interface KnownProgress {
  readonly planHash: string
  readonly pass: number
  /** Where the ledger knows the register to have been. */
  readonly committed: number
  /** Written down before it was sent; null where nothing is under way. */
  readonly flight: Flight | null
  /** The register was written before, so that one that is missing is lost. */
  readonly hasRegister: boolean
}

export type Reconciled =
  | { readonly kind: 'settled'; readonly next: number; readonly isFlightSent: boolean; readonly baseOffsets: readonly number[] }
  | { readonly kind: 'lost' }
  | { readonly kind: 'foreign'; readonly why: string }

/** The whole of recovery where records and register are one: the number decides about the batch that was under way. */
export function reconcile(register: Register | null, known: KnownProgress): Reconciled {
  const unsent = { kind: 'settled', next: known.committed, isFlightSent: false, baseOffsets: [] } as const
  if (register === null) return known.hasRegister ? { kind: 'lost' } : unsent
  if (register.planHash !== known.planHash) return { kind: 'foreign', why: `it is that of plan ${register.planHash}, not of ${known.planHash}` }
  if (register.pass < known.pass) return known.committed === 0 ? unsent : { kind: 'foreign', why: `it speaks of run ${register.pass + 1} of the items, and run ${known.pass + 1} is at item ${known.committed}` }
  if (register.pass > known.pass) return { kind: 'foreign', why: `it speaks of run ${register.pass + 1} of the items, which is not known here` }
  const { flight } = known
  if (register.next === known.committed) return unsent
  const isFlightSent = flight !== null && flight.pass === known.pass && register.next === flight.to && register.baseOffsets.length === flight.places.length
  if (isFlightSent) return { kind: 'settled', next: register.next, isFlightSent, baseOffsets: register.baseOffsets }
  return { kind: 'foreign', why: `it says that the first ${register.next} items are settled, and the ledger says ${known.committed}` }
}
