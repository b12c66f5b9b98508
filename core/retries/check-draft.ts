// What stands against a policy: impossible numbers, names that cannot be, and ways that lead back to where they began (F9).
import { isInternalTopic, validateTopicName } from '../metadata/topic-name.ts'
import type { PolicyDraft, RetryPolicy } from './retry-policy.ts'
import { type Topology, topologyOf } from './topology.ts'

export interface Problem {
  /** Of the draft; '' = the whole. */
  readonly field: string
  readonly message: string
}

interface NamedStop {
  readonly topic: string
  readonly field: string
  /** As a sentence begins. */
  readonly title: string
}

const DAY_MS = 86_400_000
const MAX_DELAY_MS = 30 * DAY_MS
const MAX_TIERS = 20
const MAX_ATTEMPTS = 1000

/** `others`: every other policy that is not deleted. */
export function checkDraft(draft: PolicyDraft, topicExists: (name: string) => boolean, others: readonly RetryPolicy[]): Problem[] {
  if (draft.source === '') return [{ field: 'source', message: 'Choose the topic whose consumers fail.' }]
  const problems: Problem[] = []
  if (!topicExists(draft.source)) problems.push({ field: 'source', message: `Topic "${draft.source}" does not exist. Create it first, or choose another.` })
  else if (isInternalTopic(draft.source)) problems.push({ field: 'source', message: `"${draft.source}" belongs to the broker.` })
  problems.push(...numberProblems(draft))
  const topology = topologyOf(draft)
  problems.push(...nameProblems(draft, topology), ...meetingProblems(draft, topology, others))
  return problems
}

function numberProblems({ tiers, maxAttempts, ratePerSecond, group }: PolicyDraft): Problem[] {
  const problems: Problem[] = []
  const add = (field: string, message: string): void => void problems.push({ field, message })
  if (group === '') add('group', 'Name the group, or let records go back to the source for everybody.')
  if (tiers.length === 0) add('tiers', 'A policy needs at least one tier: a delay after which a record is tried again.')
  if (tiers.length > MAX_TIERS) add('tiers', `A policy has at most ${MAX_TIERS} tiers, not ${tiers.length}.`)
  for (const [at, { delayMs }] of tiers.entries()) {
    if (!Number.isInteger(delayMs) || delayMs < 1) add(`tiers.${at}.delayMs`, `The delay of tier ${at + 1} must be at least 1 ms.`)
    else if (delayMs > MAX_DELAY_MS) add(`tiers.${at}.delayMs`, `The delay of tier ${at + 1} must be at most 30 days.`)
  }
  if (!Number.isInteger(maxAttempts) || maxAttempts < 2) add('maxAttempts', 'At least 2 attempts: the first one counts.')
  else if (maxAttempts > MAX_ATTEMPTS) add('maxAttempts', `At most ${MAX_ATTEMPTS} attempts, not ${maxAttempts}.`)
  if (ratePerSecond !== null && (!Number.isInteger(ratePerSecond) || ratePerSecond < 1)) add('ratePerSecond', 'At least 1 record a second, or no limit.')
  return problems
}

function stopsOf({ source, group }: PolicyDraft, { ingress, tiers, returnTo, deadLetters }: Topology): NamedStop[] {
  return [
    { topic: source, field: 'source', title: 'The source' },
    { topic: ingress, field: 'ingressTopic', title: 'The topic for failed records' },
    ...tiers.map(({ topic }, at) => ({ topic, field: `tiers.${at}.topic`, title: `Tier ${at + 1}` })),
    ...(group === null ? [] : [{ topic: returnTo, field: 'group', title: 'The topic of the group' }]),
    { topic: deadLetters, field: 'deadLetterTopic', title: 'The dead-letter topic' },
  ]
}

function nameProblems(draft: PolicyDraft, topology: Topology): Problem[] {
  const problems: Problem[] = []
  const seen = new Map<string, NamedStop>()
  for (const stop of stopsOf(draft, topology)) {
    const illegal = stop.field === 'source' ? null : validateTopicName(stop.topic)
    if (illegal !== null) problems.push({ field: stop.field, message: illegal })
    const other = seen.get(stop.topic)
    if (other !== undefined) problems.push({ field: stop.field, message: `${stop.title} is "${stop.topic}", as is ${lower(other.title)}: records would go round in a circle. Choose another name.` })
    else seen.set(stop.topic, stop)
  }
  return problems
}

const lower = (title: string): string => title[0]!.toLowerCase() + title.slice(1)

/** Two policies that take from one topic would each take half of it; and one must not feed what feeds it. */
function meetingProblems(draft: PolicyDraft, topology: Topology, others: readonly RetryPolicy[]): Problem[] {
  const problems: Problem[] = []
  const taken = new Map(others.flatMap((policy) => [policy.ingress, ...policy.tiers, ...policy.former].map(({ name }) => [name, policy] as const)))
  for (const { topic, field, title } of stopsOf(draft, topology)) {
    const by = taken.get(topic)
    if (by !== undefined && field !== 'source') problems.push({ field, message: `${title} is "${topic}", which the policy of "${by.source.name}" empties already. Choose another name.` })
  }
  const circle = circleThrough(draft, topology, others)
  if (circle !== null) problems.push({ field: 'deadLetterTopic', message: `Records would go round in a circle: ${circle.map((name) => `"${name}"`).join(' to ')}. Choose another dead-letter topic.` })
  return problems
}

/** Over dead letters and what moves by itself: a policy's own way back to its source is meant. */
function circleThrough(draft: PolicyDraft, topology: Topology, others: readonly RetryPolicy[]): string[] | null {
  const edges = new Map<string, Set<string>>()
  const connect = (from: string, to: string): void => void edges.set(from, (edges.get(from) ?? new Set()).add(to))
  connect(draft.source, topology.deadLetters)
  for (const { topic } of topology.tiers) connect(topology.ingress, topic)
  connect(topology.ingress, topology.deadLetters)
  for (const { topic } of topology.tiers) connect(topic, topology.returnTo)
  for (const { source, ingress, tiers, returnTo, deadLetters } of others) {
    connect(source.name, deadLetters.name)
    connect(ingress.name, deadLetters.name)
    for (const { name } of tiers) {
      connect(ingress.name, name)
      connect(name, returnTo.name)
    }
  }
  for (const start of [draft.source, topology.ingress]) {
    const way = wayBack(start, start, edges, new Set())
    if (way !== null && way.length > 2) return way
  }
  return null
}

function wayBack(start: string, at: string, edges: ReadonlyMap<string, ReadonlySet<string>>, seen: Set<string>): string[] | null {
  for (const next of edges.get(at) ?? []) {
    if (next === start) return [at, start]
    if (seen.has(next)) continue
    seen.add(next)
    const way = wayBack(start, next, edges, seen)
    if (way !== null) return [at, ...way]
  }
  return null
}
