// What was sent, newest first, with what it takes to load it again: bounded, because it is kept over restarts.
import type { Draft } from './draft.ts'
import type { Part } from './part.ts'

export interface Sent {
  connectionId: string
  topic: string
  partition: number
  /** Decimal: a bigint does not survive being stored as JSON. */
  offset: string
  sentAtMs: number
  /** More than one where many were sent; the place is that of the last. */
  count: number
  /** null = too large to be kept. */
  draft: Draft | null
}

export const MAX_SENT = 500
/** A larger message is not kept with its entry. */
export const MAX_KEPT_CHARS = 32_000
/** All messages kept; those sent longest ago are let go first. */
export const MAX_ALL_CHARS = 1_000_000

export function remembered(sent: readonly Sent[], added: Sent): Sent[] {
  let left = MAX_ALL_CHARS
  return [added, ...sent].slice(0, MAX_SENT).map((item) => {
    if (item.draft === null) return item
    const size = charsOf(item.draft)
    left -= size
    return size <= MAX_KEPT_CHARS && left >= 0 ? item : { ...item, draft: null }
  })
}

function charsOf({ topic, key, value, headers }: Draft): number {
  const charsOfPart = ({ text }: Part): number => text.length
  return headers.reduce((sum, header) => sum + header.key.length + charsOfPart(header.value) + 60, topic.length + charsOfPart(key) + charsOfPart(value) + 200)
}

/** `orders-2 @ 8841`: where a record went. */
export function placeOf({ topic, partition, offset }: { topic: string; partition: number; offset: bigint | string }): string {
  return `${topic}-${partition} @ ${offset}`
}
