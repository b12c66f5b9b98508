// What became of a message, and how long that is worth saying.
import type { Failure } from '../../rpc/failure.ts'
import type { Draft } from './draft.ts'

export type Outcome =
  | { kind: 'refused'; error: string }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'sent'; topic: string; at: { partition: number; offset: bigint } }

/** An outcome and the draft that was in the fields then. */
export interface Told {
  outcome: Outcome
  draft: Draft
}

export const NO_LINK = 'There is no connection to the core. It reconnects by itself; then send again.'

/** What is wrong with a draft says nothing about another one; where a message went stays true. */
export function standing(told: Told | null, draft: Draft, isLinkDown: boolean): Outcome | null {
  if (told === null || told.outcome.kind === 'sent') return told && told.outcome
  if (told.draft !== draft) return null
  const isHealed = told.outcome.kind === 'refused' && told.outcome.error === NO_LINK && !isLinkDown
  return isHealed ? null : told.outcome
}
