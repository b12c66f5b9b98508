// The form of a policy before it is one: what it begins with, how its parts are changed, and which header dialect goes with which naming.
import type { RetryDialect, RetryNaming, RetryPolicyDraft, RetryProblem } from '../../../core/contract/retries.ts'

export const NEW_DRAFT: RetryPolicyDraft = {
  source: '',
  group: null,
  mode: 'forward',
  naming: 'spring',
  headerDialect: 'spring-retry',
  tiers: [{ topic: null, delayMs: 5_000 }, { topic: null, delayMs: 30_000 }, { topic: null, delayMs: 300_000 }],
  maxAttempts: 4,
  deadLetterTopic: null,
  ingressTopic: null,
  partition: 'same',
  ratePerSecond: null,
}

export const NAMINGS: readonly { value: RetryNaming; label: string }[] = [
  { value: 'spring', label: 'Spring Kafka' },
  { value: 'smallrye', label: 'SmallRye / Quarkus' },
  { value: 'kafkajs', label: 'kafkajs-async-retry' },
  { value: 'uber', label: 'Uber (numbered)' },
  { value: 'custom', label: 'By delay, or your own' },
]

export const DIALECTS: readonly { value: RetryDialect; label: string }[] = [
  { value: 'headwater', label: 'Headwater (plain text)' },
  { value: 'spring-retry', label: 'Spring @RetryableTopic' },
  { value: 'smallrye-retry', label: 'SmallRye delayed retry' },
  { value: 'kafkajs-async-retry', label: 'kafkajs-async-retry' },
]

export const dialectWords = (dialect: RetryDialect): string => DIALECTS.find(({ value }) => value === dialect)!.label

const DIALECT_OF: Readonly<Record<RetryNaming, RetryDialect>> = { spring: 'spring-retry', smallrye: 'smallrye-retry', kafkajs: 'kafkajs-async-retry', uber: 'headwater', custom: 'headwater' }

/** The headers follow the names, unless they had been chosen apart. */
export function withNaming(draft: RetryPolicyDraft, naming: RetryNaming): RetryPolicyDraft {
  const follows = draft.headerDialect === DIALECT_OF[draft.naming]
  return { ...draft, naming, headerDialect: follows ? DIALECT_OF[naming] : draft.headerDialect }
}

/** One more attempt per tier, as long as that is how it was. */
export function withTier(draft: RetryPolicyDraft): RetryPolicyDraft {
  const delayMs = Math.min((draft.tiers.at(-1)?.delayMs ?? 1_000) * 4, 86_400_000)
  return { ...draft, tiers: [...draft.tiers, { topic: null, delayMs }], maxAttempts: draft.maxAttempts + (isOnePerTier(draft) ? 1 : 0) }
}

export function withoutTier(draft: RetryPolicyDraft, at: number): RetryPolicyDraft {
  return { ...draft, tiers: draft.tiers.filter((_, index) => index !== at), maxAttempts: Math.max(2, draft.maxAttempts - (isOnePerTier(draft) ? 1 : 0)) }
}

const isOnePerTier = ({ tiers, maxAttempts }: RetryPolicyDraft): boolean => maxAttempts === tiers.length + 1

export function changedTier(draft: RetryPolicyDraft, at: number, change: Partial<RetryPolicyDraft['tiers'][number]>): RetryPolicyDraft {
  return { ...draft, tiers: draft.tiers.map((tier, index) => (index === at ? { ...tier, ...change } : tier)) }
}

/** Empty text is no choice of one's own. */
export const orNull = (text: string): string | null => (text.trim() === '' ? null : text)

export const problemOf = (problems: readonly RetryProblem[], field: string): string | undefined => problems.find((problem) => problem.field === field)?.message

/** Those that no field of the form shows. */
export function problemsBeside(problems: readonly RetryProblem[], draft: RetryPolicyDraft): RetryProblem[] {
  const shown = new Set(['source', 'group', 'ingressTopic', 'deadLetterTopic', 'maxAttempts', 'ratePerSecond', ...draft.tiers.flatMap((_, at) => [`tiers.${at}.delayMs`, `tiers.${at}.topic`])])
  return problems.filter(({ field }) => !shown.has(field))
}
