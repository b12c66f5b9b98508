// The headers that a replayed record gets: without what the failure brought, unless it is to stay, and with the marks of the replay.
import type { RecordHeader } from '../../protocol/records/record.ts'
import { type FailureKey } from '../failure.ts'
import { REPLAY_AT, REPLAY_COUNT, REPLAY_ID, REPLAY_OF } from '../replay-mark.ts'
import type { HeaderChoice } from './options.ts'

const MARKS: ReadonlySet<string> = new Set([REPLAY_ID, REPLAY_OF, REPLAY_AT, REPLAY_COUNT])
const NO_BYTES = Buffer.alloc(0)

/** In their order, duplicates and null values included. */
export function chosenHeaders(headers: readonly RecordHeader[], choice: HeaderChoice, isOwned: (name: string) => boolean): RecordHeader[] {
  const named = choice.owned === 'keep' ? [...headers] : headers.flatMap((header) => ownedAsChosen(header, choice, isOwned))
  const kept = named.filter(({ key }) => !choice.remove.some((pattern) => matches(key, pattern)))
  const set = new Set(choice.set.map(({ name }) => name))
  const placed = set.size === 0 ? kept : kept.filter(({ key }) => !set.has(key))
  for (const { name, value } of choice.set) placed.push({ key: name, value: value === null ? null : Buffer.from(value) })
  return placed.map((header) => cut(header, choice.maxValueBytes))
}

export interface ReplayMark {
  readonly id: string
  /** The dead letter, or the line of a file. */
  readonly of: string
  readonly atMs: number
  readonly count: number
}

/** In the place of the marks of replays before. */
export function stamped(headers: readonly RecordHeader[], { id, of, atMs, count }: ReplayMark): RecordHeader[] {
  const marks: [string, string][] = [
    [REPLAY_ID, id],
    [REPLAY_OF, of],
    [REPLAY_AT, new Date(atMs).toISOString()],
    [REPLAY_COUNT, String(count)],
  ]
  return [...headers.filter(({ key }) => !MARKS.has(key)), ...marks.map(([key, value]) => ({ key, value: Buffer.from(value) }))]
}

/** As `x-replay-of` names it. */
export function placeText({ topic, partition, offset }: Pick<FailureKey, 'topic' | 'partition' | 'offset'>): string {
  return `${topic}/${partition}/${offset}`
}

function ownedAsChosen(header: RecordHeader, { owned, renamePrefix }: HeaderChoice, isOwned: (name: string) => boolean): RecordHeader[] {
  if (!isOwned(header.key)) return [header]
  return owned === 'rename' ? [{ key: renamePrefix + header.key, value: header.value }] : []
}

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

function cut(header: RecordHeader, maxBytes: number | null): RecordHeader {
  const { key, value } = header
  if (maxBytes === null || value === null || value.length <= maxBytes) return header
  return { key, value: maxBytes === 0 ? NO_BYTES : value.subarray(0, maxBytes) }
}
