// What was typed and chosen for a topic as one question. Partitions that the seek names count for that seek only.
import { parseSeek } from '../../format/seek.ts'
import type { Asked } from './topic-reading.ts'

export interface Typed {
  seek: string
  filter: string
  withAborted: boolean
  /** Chosen apart from the seek; empty = all. */
  partitions: readonly number[]
  pageSize: number
  timeZone: string
}

export function ask({ seek, filter, withAborted, partitions, pageSize, timeZone }: Typed, nowMs: number, leastRows = 0): Asked {
  const parse = parseSeek(seek, { nowMs, zone: timeZone })
  const { start, limit, words } = parse.ok ? parse.seek : { start: { kind: 'newest' } as const, limit: null, words: 'The newest records' }
  const read = (parse.ok ? parse.seek.partitions : null) ?? partitions
  return {
    id: [seek, filter, withAborted, read.join(), pageSize, timeZone].join(' '),
    words,
    start,
    limit: Math.max(limit ?? pageSize, leastRows),
    filter,
    withAborted,
    partitions: read.length === 0 ? null : read,
  }
}

const NAMED = /^\s*(\d+(?:,\d+)*):/

/** `0,2:4211` names two; null = the seek names none. */
export function namedPartitions(seek: string): readonly number[] | null {
  const named = NAMED.exec(seek)
  return named && [...new Set(named[1]!.split(',').map(Number))]
}

/** With other partitions chosen, `0:4211` means that offset in those. */
export const withoutPartitions = (seek: string): string => seek.replace(NAMED, '')
