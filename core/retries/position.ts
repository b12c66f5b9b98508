// How far a partition has been emptied: everything below `next` has gone on, and some above it that were fired by hand.
import type { RetryCursorRecord } from '../storage/tables.ts'

/** Records below `untilOffset` are due so much earlier. */
export interface Warp {
  readonly untilOffset: number
  readonly byMs: number
}

export interface Position {
  readonly next: number
  readonly moved: number
  /** Offsets at or above `next` that have gone on, in order. */
  readonly ahead: readonly number[]
  /** Everything below it is due, whatever its delay. */
  readonly released: number
  readonly warps: readonly Warp[]
}

const MAX_WARPS = 32

export const startingAt = (next: number): Position => ({ next, moved: 0, ahead: [], released: 0, warps: [] })

export function warpOf({ warps }: Position, offset: number): number {
  let byMs = 0
  for (const warp of warps) if (offset < warp.untilOffset) byMs += warp.byMs
  return byMs
}

/** The oldest ones are told together when there are many: then some records come later than they were told, never earlier. */
export function warped(position: Position, untilOffset: number, byMs: number): Position {
  const warps = position.warps.filter((warp) => warp.untilOffset > position.next)
  const last = warps.at(-1)
  if (last?.untilOffset === untilOffset) return { ...position, warps: [...warps.slice(0, -1), { untilOffset, byMs: last.byMs + byMs }] }
  return { ...position, warps: [...warps, { untilOffset, byMs }].slice(-MAX_WARPS) }
}

export function positionOf({ next, moved, ahead, released, warps }: RetryCursorRecord): Position {
  return { next, moved, ahead, released, warps: warps.map(([untilOffset, byMs]) => ({ untilOffset, byMs })) }
}

export function cursorRecordOf({ next, moved, ahead, released, warps }: Position): RetryCursorRecord {
  return { version: 1, next, moved, ahead: [...ahead], released, warps: warps.map(({ untilOffset, byMs }) => [untilOffset, byMs]) }
}
