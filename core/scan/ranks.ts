// Where records stand in time among those of other partitions: at their timestamps, but one that is out of line does not hide what is behind it.
import type { Found } from './partition-source.ts'

export interface Stamped<T> {
  readonly offset: number
  readonly timestamp: number
  readonly row: T
}

/** Takes the order of offsets. Forwards a record ranks as the earliest from it to the end of its page; the first to hand out comes last. */
export function rankedForward<T>(page: readonly Stamped<T>[]): Found<T>[] {
  let rank = Infinity
  return page.toReversed().map(({ offset, timestamp, row }) => ({ offset, row, rank: (rank = Math.min(rank, timestamp)) }))
}

/** Takes the order of offsets. Backwards a record ranks as the latest from the beginning of its page to it; the first to hand out comes last. */
export function rankedBackward<T>(page: readonly Stamped<T>[]): Found<T>[] {
  let rank = -Infinity
  return page.map(({ offset, timestamp, row }) => ({ offset, row, rank: (rank = Math.max(rank, timestamp)) }))
}
