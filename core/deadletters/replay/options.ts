// How a plan is replayed: every choice with its default.
import type { JsonPatchOperation } from './transform/json-patch.ts'
import type { MaskRule } from './transform/mask.ts'

export interface ReplayOptions {
  readonly target: TargetChoice
  /** Instead of a topic that the target would be, another one; the first that matches. */
  readonly redirects: readonly Redirect[]
  /** `auto`: the origin where it can be reached and differs, else what lies in the dead-letter topic. */
  readonly payload: 'auto' | 'dlq' | 'origin'
  readonly partition: PartitionChoice
  readonly timestamp: 'now' | 'preserve'
  readonly headers: HeaderChoice
  readonly transform: Transform | null
  /** JSON Schema, as text, that the value must satisfy after edits and transforms; null = none. */
  readonly valueSchema: string | null
  /** `key`: records of one key stay in order, and none is sent after one that failed. */
  readonly order: 'key' | 'none'
  /** null = go on whatever fails. */
  readonly stopAfterErrors: number | null
  readonly rate: ReplayRate
  /** The first few, then a wait for what becomes of them; null = none. */
  readonly canary: { readonly count: number; readonly waitMs: number } | null
  /** Records replayed that often already are skipped, as a loop; null = no guard. */
  readonly maxReplays: number | null
  readonly maxItems: number
  /** Leave out what the ledger says was sent to the same target. */
  readonly skipReplayed: boolean
  /** Of several dead letters of one failed record only the newest is sent. */
  readonly skipDuplicates: boolean
  /** Leave out records whose key has a newer record at the origin; `auto`: on compacted targets. */
  readonly skipSuperseded: 'auto' | 'always' | 'never'
  /** Keep the bytes with the plan, so that retention cannot take them before they are sent; `auto`: up to 64 MiB. */
  readonly pin: 'auto' | 'always' | 'never'
  /** `auto`: the strongest that source and target allow. */
  readonly mode: 'auto' | 'T' | 'W'
  /** What transactional ids and groups of the job begin with: corporate rules may allow only that. */
  readonly idPrefix: string
}

export type TargetChoice =
  | { readonly kind: 'origin' }
  | { readonly kind: 'topic'; readonly topic: string }
  /** Back into the first tier of the retry ladder, so that live traffic is not disturbed. */
  | { readonly kind: 'first-retry' }

export interface Redirect {
  readonly from: string
  readonly to: string
}

export type Partitioner = 'murmur2' | 'crc32'

export type PartitionChoice =
  | { readonly mode: 'same' }
  | { readonly mode: 'by-key'; readonly partitioner: Partitioner }
  | { readonly mode: 'explicit'; readonly partition: number }

export interface HeaderChoice {
  /** What becomes of headers that the failure brought: gone, left, or left under `renamePrefix`. */
  readonly owned: 'strip' | 'keep' | 'rename'
  readonly renamePrefix: string
  /** Names of further headers that go; `*` at the end stands for any rest. */
  readonly remove: readonly string[]
  /** Put in the place of all of that name, at the end. */
  readonly set: readonly { readonly name: string; readonly value: string | null }[]
  /** Values above this are cut: stack traces can make a record too large for its target. null = whole. */
  readonly maxValueBytes: number | null
  /** Adds x-replay-id, -of, -at and -count. */
  readonly stamp: boolean
}

export type Transform =
  | { readonly kind: 'js'; readonly source: string }
  /** RFC 6902, on the value as JSON. */
  | { readonly kind: 'json-patch'; readonly patch: readonly JsonPatchOperation[] }
  /** For copies in a sandbox. */
  | { readonly kind: 'mask'; readonly rules: readonly MaskRule[]; readonly salt: string }

/** null = as fast as it goes. */
export interface ReplayRate {
  readonly messagesPerSecond: number | null
  readonly bytesPerSecond: number | null
}

export const DEFAULT_MAX_ITEMS = 10_000
export const DEFAULT_ID_PREFIX = 'headwater.replay'
const REMOTE_RATE: ReplayRate = { messagesPerSecond: 50, bytesPerSecond: 1_000_000 }
const UNLIMITED: ReplayRate = { messagesPerSecond: null, bytesPerSecond: null }

export const DEFAULT_HEADERS: HeaderChoice = { owned: 'strip', renamePrefix: 'x-prev-', remove: [], set: [], maxValueBytes: null, stamp: true }

export function defaultOptions(target: { readonly isLocal: boolean }): ReplayOptions {
  return {
    target: { kind: 'origin' },
    redirects: [],
    payload: 'auto',
    partition: { mode: 'same' },
    timestamp: 'now',
    headers: DEFAULT_HEADERS,
    transform: null,
    valueSchema: null,
    order: 'key',
    stopAfterErrors: target.isLocal ? null : 1,
    rate: target.isLocal ? UNLIMITED : REMOTE_RATE,
    canary: { count: 5, waitMs: 30_000 },
    maxReplays: 3,
    maxItems: DEFAULT_MAX_ITEMS,
    skipReplayed: true,
    skipDuplicates: true,
    skipSuperseded: 'auto',
    pin: 'auto',
    mode: 'auto',
    idPrefix: DEFAULT_ID_PREFIX,
  }
}
