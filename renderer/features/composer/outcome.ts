// What became of a message, and how long that is worth saying.
import type { Failure } from '../../rpc/failure.ts'
import type { Draft } from './draft.ts'

export type Outcome =
  /** `byObstacle`: nothing is wrong with the draft, it could not leave. */
  | { kind: 'refused'; error: string; byObstacle: boolean }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'sent'; topic: string; at: { partition: number; offset: bigint } }

/** An outcome and the draft that was in the fields then. */
export interface Told {
  outcome: Outcome
  draft: Draft
}

export const NO_LINK = 'There is no connection to the core. It reconnects by itself; then send again.'

/** What is wrong with a draft says nothing about another one; where a message went stays true. `obstacle`: what is in the way now. */
export function standing(told: Told | null, draft: Draft, obstacle: string | null): Outcome | null {
  if (told === null) return null
  const { outcome } = told
  if (outcome.kind === 'sent') return outcome
  if (outcome.kind === 'refused' && outcome.byObstacle && outcome.error !== obstacle) return null
  return told.draft === draft ? outcome : null
}
