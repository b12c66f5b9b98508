// A retry policy: what a person chose, and the topics it was bound to when it was saved.
import type { HeaderDialect } from './headers/header-dialects.ts'

export type Naming = 'spring' | 'smallrye' | 'uber' | 'kafkajs' | 'custom'

export interface PolicyDraft {
  readonly source: string
  /** Only this group gets records again, from a topic of its own; null = they go back to the source. */
  readonly group: string | null
  readonly mode: 'forward' | 'delayed-topics'
  readonly naming: Naming
  readonly headerDialect: HeaderDialect
  /** A topic that is left out follows the naming, as the other names do. */
  readonly tiers: readonly { readonly topic: string | null; readonly delayMs: number }[]
  /** The first one included. */
  readonly maxAttempts: number
  readonly deadLetterTopic: string | null
  readonly ingressTopic: string | null
  readonly partition: 'same' | 'key'
  readonly ratePerSecond: number | null
}

export type Role = 'source' | 'ingress' | 'tier' | 'return' | 'dead-letter'

/** By its id: a topic that is created again under the same name is another one. */
export interface BoundTopic {
  readonly name: string
  readonly topicId: string
}

export interface Tier extends BoundTopic {
  readonly delayMs: number
}

/** Was part of the policy before an edit, and is emptied as it was. */
export interface FormerStop extends Tier {
  readonly role: 'ingress' | 'tier'
}

export interface RetryPolicy {
  readonly policyId: string
  readonly revision: number
  readonly createdAtMs: number
  readonly draft: PolicyDraft
  readonly source: BoundTopic
  readonly ingress: BoundTopic
  readonly tiers: readonly Tier[]
  /** The source, or the topic of the group. */
  readonly returnTo: BoundTopic
  readonly deadLetters: BoundTopic
  readonly former: readonly FormerStop[]
  readonly isPaused: boolean
  readonly isDeleted: boolean
  readonly warpedMs: number
}

/** The tier in which a record waits after its attempt number `failed`; null = it has used up its attempts. */
export function tierAfter(policy: Pick<RetryPolicy, 'tiers' | 'draft'>, failed: number): Tier | null {
  if (failed >= policy.draft.maxAttempts) return null
  return policy.tiers[Math.min(failed, policy.tiers.length) - 1] ?? null
}

/** Every topic of a policy that must be there for records to move. */
export function topicsOf(policy: RetryPolicy): BoundTopic[] {
  const { source, ingress, tiers, returnTo, deadLetters } = policy
  return [source, ingress, ...tiers, ...(returnTo.topicId === source.topicId ? [] : [returnTo]), deadLetters]
}
