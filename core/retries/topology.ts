// The topics of a policy by the naming of its choice, as the frameworks name theirs.
import type { Naming, PolicyDraft } from './retry-policy.ts'

export interface Topology {
  readonly ingress: string
  readonly tiers: readonly { readonly topic: string; readonly delayMs: number }[]
  readonly returnTo: string
  readonly deadLetters: string
}

interface Names {
  tier(base: string, index: number, delays: readonly number[]): string
  deadLetters(base: string): string
}

const NAMES: Readonly<Record<Naming, Names>> = {
  spring: { tier: springTier, deadLetters: (base) => `${base}-dlt` },
  smallrye: { tier: (base, index, delays) => `${base}_retry_${delays[index]}${repetition(index, delays, '_')}`, deadLetters: (base) => `dead-letter-topic-${base}` },
  uber: { tier: (base, index) => `${base}.retry.${index + 1}`, deadLetters: (base) => `${base}.dlq` },
  kafkajs: { tier: (base, index) => `${base}-retry-${index + 1}`, deadLetters: (base) => `${base}-dlq` },
  custom: { tier: (base, index, delays) => `${base}.retry.${shortDelay(delays[index]!)}${repetition(index, delays, '.')}`, deadLetters: (base) => `${base}.dlq` },
}

export function topologyOf(draft: PolicyDraft): Topology {
  const { source, group, tiers, naming } = draft
  const names = NAMES[naming]
  const base = baseOf(draft)
  const delays = tiers.map(({ delayMs }) => delayMs)
  return {
    ingress: chosen(draft.ingressTopic) ?? (group === null ? `${source}.retry` : `${source}.failed.${group}`),
    tiers: tiers.map(({ topic, delayMs }, index) => ({ topic: chosen(topic) ?? names.tier(base, index, delays), delayMs })),
    returnTo: group === null ? source : `${source}.retry.${group}`,
    deadLetters: chosen(draft.deadLetterTopic) ?? names.deadLetters(base),
  }
}

const chosen = (name: string | null): string | null => (name === null || name.trim() === '' ? null : name.trim())

/** kafkajs-async-retry names its topics by the group; the others by what is read, and here by the group too where several share it. */
function baseOf({ source, group, naming }: PolicyDraft): string {
  if (group === null) return source
  return naming === 'kafkajs' ? group : `${source}-${group}`
}

/** By the delay; by its place where all delays are the same. */
function springTier(base: string, index: number, delays: readonly number[]): string {
  const isUniform = delays.length > 1 && delays.every((delay) => delay === delays[0])
  return isUniform ? `${base}-retry-${index}` : `${base}-retry-${delays[index]}${repetition(index, delays, '-')}`
}

/** Nothing for the first tier of a delay, then a number. */
function repetition(index: number, delays: readonly number[], separator: string): string {
  const before = delays.slice(0, index).filter((delay) => delay === delays[index]).length
  return before === 0 ? '' : `${separator}${before}`
}

const UNITS: readonly (readonly [number, string])[] = [[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'm'], [1000, 's'], [1, 'ms']]

/** `5s`, `10m`: the largest unit that leaves a whole number. */
export function shortDelay(delayMs: number): string {
  const [unitMs, unit] = UNITS.find(([ms]) => delayMs >= ms && delayMs % ms === 0) ?? [1, 'ms']
  return `${delayMs / unitMs}${unit}`
}
