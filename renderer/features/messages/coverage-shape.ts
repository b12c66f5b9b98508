// Where on a partition's line of offsets a reading has been: the drawing of a coverage, and the same in words.
import type { Coverage } from '../../../core/contract/messages.ts'
import { counted } from '../../format/numbers.ts'
import { shareText } from './reading-words.ts'

/** In percent of the line; `null` = there is nothing to read. */
export function coverageSegment({ startOffset, endOffset, fromOffset, toOffset }: Coverage): { left: number; width: number } | null {
  const span = endOffset - startOffset
  if (span <= 0n) return null
  const percent = (offsets: bigint): number => Number((offsets * 10_000n) / span) / 100
  return { left: percent(fromOffset - startOffset), width: percent(toOffset - fromOffset) }
}

export function coverageWords(coverage: Coverage | undefined): string {
  if (!coverage) return 'not asked for'
  const { startOffset, endOffset, fromOffset, toOffset, error } = coverage
  if (error !== null) return `could not be read: ${error}`
  if (endOffset <= startOffset) return 'nothing to read'
  const read = toOffset - fromOffset
  const span = endOffset - startOffset
  return read >= span ? `read, ${counted(span, 'offset')}` : `${shareText(read, span)} read, of ${counted(span, 'offset')}`
}

/** The partitions that a text such as `0-3, 8` names; null when it is none. */
export function parsePartitions(text: string, count: number): number[] | null {
  const chosen = new Set<number>()
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (part === '') continue
    const [, first, last = first] = /^(\d{1,9})(?:\s*-\s*(\d{1,9}))?$/.exec(part) ?? []
    if (first === undefined || Number(first) > Number(last) || Number(last) >= count) return null
    for (let partition = Number(first); partition <= Number(last); partition += 1) chosen.add(partition)
  }
  return [...chosen].toSorted((a, b) => a - b)
}

/** `0-3, 8`. */
export function partitionsText(partitions: readonly number[]): string {
  const sorted = partitions.toSorted((a, b) => a - b)
  const runs: [first: number, last: number][] = []
  for (const partition of sorted) {
    const run = runs.at(-1)
    if (run && run[1] === partition - 1) run[1] = partition
    else runs.push([partition, partition])
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ')
}
