// The topics of a draft as saving would make them: what exists, what is created and with which configs.
import type { Topic, Topics } from '../metadata/topics.ts'
import type { PolicyDraft, Role } from './retry-policy.ts'
import { topologyOf } from './topology.ts'

export interface PlannedTopic {
  readonly role: Role
  readonly name: string
  readonly delayMs: number | null
  /** Of the next attempts that a record makes after its wait here; null where it does not wait. */
  readonly attempts: readonly number[] | null
  readonly partitionCount: number
  readonly exists: boolean
  /** What it is created with. */
  readonly configs: Readonly<Record<string, string>>
}

/** Headers are added on the way. */
const HEADER_ROOM_BYTES = 1024 * 1024
const MAX_INT = 2 ** 31 - 1
const DEFAULT_PARTITIONS = 1

export function planTopics(draft: PolicyDraft, topics: Topics): PlannedTopic[] {
  const { ingress, tiers, returnTo, deadLetters } = topologyOf(draft)
  const source = topics.get(draft.source)
  const partitionCount = source?.partitions.length ?? DEFAULT_PARTITIONS
  const kept = { 'retention.ms': '-1', 'max.message.bytes': String(roomFor(source)) }
  const planned = (role: Role, name: string, configs: Record<string, string>, delayMs: number | null = null, attempts: number[] | null = null): PlannedTopic => {
    const existing = topics.get(name)
    return { role, name, delayMs, attempts, partitionCount: existing?.partitions.length ?? partitionCount, exists: existing !== undefined, configs: existing === undefined ? configs : {} }
  }
  return [
    planned('source', draft.source, {}),
    planned('ingress', ingress, kept),
    ...tiers.map(({ topic, delayMs }, at) => planned('tier', topic, { ...kept, ...tierConfigs(draft, delayMs) }, delayMs, attemptsAfter(at, draft))),
    ...(draft.group === null ? [] : [planned('return', returnTo, kept)]),
    planned('dead-letter', deadLetters, kept),
  ]
}

/** A tier's records are stamped when they arrive: from that their delay counts after a restart. */
export function tierConfigs({ mode }: PolicyDraft, delayMs: number): Record<string, string> {
  return { 'message.timestamp.type': 'LogAppendTime', ...(mode === 'delayed-topics' && { 'headwater.delivery.delay.ms': String(delayMs) }) }
}

function roomFor(source: Topic | undefined): number {
  return Math.min(MAX_INT, (source?.configs.get('max.message.bytes') ?? HEADER_ROOM_BYTES) + HEADER_ROOM_BYTES)
}

/** Attempts beyond the last tier wait in it again. */
function attemptsAfter(at: number, { tiers, maxAttempts }: PolicyDraft): number[] {
  const firstAttempt = at + 2
  const lastAttempt = at === tiers.length - 1 ? maxAttempts : firstAttempt
  return Array.from({ length: Math.max(0, Math.min(lastAttempt, maxAttempts) - firstAttempt + 1) }, (_, i) => firstAttempt + i)
}
