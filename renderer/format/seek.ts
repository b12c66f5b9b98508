// Where a reading of a topic begins, as a person writes it: `newest`, `-500`, `oldest`, `4211`, `0:4211`, `@-15m`, `@17:05:17:10`, `live`.
import type { ReadingStart } from '../../core/contract/messages.ts'
import { counted, formatCount } from './numbers.ts'
import { parseTimeRange, type ReadAt } from './seek-time.ts'
import { wallText } from './zoned-time.ts'

export interface Seek {
  /** null = nothing that is there already, only what arrives. */
  start: Exclude<ReadingStart, { kind: 'continue' }> | null
  /** How many records are asked for; null = as many as a page has. */
  limit: number | null
  /** Only these partitions; null = those chosen elsewhere. */
  partitions: readonly number[] | null
  /** What will be read, as words: `Between 17:05 and 17:10`. */
  words: string
}

export interface SeekProblem {
  /** What is wrong with which part, and what is right instead. */
  message: string
  example: string
}

export type SeekParse = { ok: true; seek: Seek } | ({ ok: false } & SeekProblem)

export const MAX_NEWEST = 100_000
const MAX_OFFSET = 9_223_372_036_854_775_807n
const MAX_PARTITION = 2_147_483_647

/** `17:05` could be offset 5 of partition 17, but nobody writes it so. */
const CLOCK_WITHOUT_AT = /^\d{1,2}:(?:0\d|\d\d:\d\d.*)$/

type Where = Pick<Seek, 'start' | 'limit' | 'words'>
type WhereParse = { ok: true; where: Where } | ({ ok: false } & SeekProblem)

export function parseSeek(text: string, at: ReadAt): SeekParse {
  const wanted = text.trim()
  const prefix = /^(\d+(?:,\d+)*):(.*)$/.exec(wanted)
  if (CLOCK_WITHOUT_AT.test(wanted)) return unknown(wanted)
  if (!prefix) return finished(whereOf(wanted, at), null)
  const partitions = prefix[1]!.split(',').map(Number)
  const tooLarge = partitions.find((partition) => partition > MAX_PARTITION)
  if (tooLarge !== undefined) return wrong(`“${tooLarge}” is not a partition.`, '0:4211')
  if (prefix[2] === '')
    return wrong(`Nothing stands behind “${prefix[1]}:”. An offset of that partition belongs there.`, `${prefix[1]}:4211`)
  return finished(whereOf(prefix[2]!, at), [...new Set(partitions)])
}

function finished(parse: WhereParse, partitions: readonly number[] | null): SeekParse {
  if (!parse.ok) return parse
  const { start, limit, words } = parse.where
  const where = partitions === null ? '' : ` in partition${partitions.length === 1 ? '' : 's'} ${partitions.join(', ')}`
  return { ok: true, seek: { start, limit, partitions, words: words + where } }
}

const wrong = (message: string, example: string): { ok: false } & SeekProblem => ({ ok: false, message, example })
const found = (start: Where['start'], words: string, limit: number | null = null): WhereParse => ({
  ok: true,
  where: { start, limit, words },
})

function whereOf(text: string, at: ReadAt): WhereParse {
  switch (text.toLowerCase()) {
    case '':
    case 'newest':
    case 'latest':
      return found({ kind: 'newest' }, 'The newest records')
    case 'oldest':
    case 'earliest':
    case 'start':
      return found({ kind: 'oldest' }, 'From the first record on')
    case 'live':
    case 'end':
      return found(null, 'Only what arrives from now on')
  }
  if (text.startsWith('@')) return timeOf(text.slice(1), at)
  if (/^-\d+$/.test(text)) return newestOf(text.slice(1))
  const offsets = /^(\d+)(?:\.\.(\d+))?$/.exec(text)
  if (offsets) return offsetsOf(offsets[1]!, offsets[2])
  return unknown(text)
}

function newestOf(digits: string): WhereParse {
  const count = Number(digits)
  if (count === 0) return wrong('The newest 0 records are none.', '-500')
  if (count > MAX_NEWEST) return wrong(`At most ${formatCount(MAX_NEWEST)} are read at once; scrolling down reads on.`, '-500')
  return found({ kind: 'newest' }, count === 1 ? 'The newest record' : `The newest ${counted(count, 'record')}`, count)
}

function offsetsOf(fromDigits: string, toDigits: string | undefined): WhereParse {
  const from = BigInt(fromDigits)
  const to = toDigits === undefined ? null : BigInt(toDigits)
  const tooLarge = [from, to].find((offset) => offset !== null && offset >= MAX_OFFSET)
  if (tooLarge !== undefined) return wrong(`“${tooLarge}” is larger than any offset.`, '4211')
  if (to !== null && to < from) return wrong(`Offset ${to} stands before ${from}: the smaller one comes first.`, `${to}..${from}`)
  const start = { kind: 'offset', offset: from, untilOffset: to === null ? null : to + 1n } as const
  if (to === null) return found(start, `From offset ${formatCount(from)} on`)
  return found(start, to === from ? `Offset ${formatCount(from)}` : `Offsets ${formatCount(from)} to ${formatCount(to)}`)
}

function timeOf(text: string, at: ReadAt): WhereParse {
  if (text === '') return wrong('A time belongs behind the @.', '@-15m')
  const parse = parseTimeRange(text, at)
  if (!parse.ok) return wrong(`“${parse.part}” ${parse.problem}.`, parse.example)
  const { fromMs, untilMs } = parse.range
  const start = { kind: 'time', fromTimestamp: BigInt(fromMs), untilTimestamp: untilMs === null ? null : BigInt(untilMs) } as const
  const [from, until] = [fromMs, untilMs].map((ms) => (ms === null || ms === 0 ? null : wallText(ms, at.zone, at.nowMs)))
  if (!until) return found(start, from ? `From ${from} on` : 'From the first record on')
  return found(start, from ? `Between ${from} and ${until}` : `Before ${until}`)
}

function unknown(text: string): { ok: false } & SeekProblem {
  if (/^\d{4}-\d\d-\d\d/.test(text) || /^\d{1,2}:\d\d/.test(text))
    return wrong(`“${text}” looks like a time: a time has an @ before it.`, `@${text}`)
  if (/^-\d+[a-z]/i.test(text)) return wrong(`“${text}” looks like a time ago: it has an @ before it.`, `@${text}`)
  if (/^\+\d+$/.test(text)) return wrong(`“${text}”: offsets are counted from the topic’s own beginning, without a plus.`, text.slice(1))
  const colon = text.indexOf(':')
  if (colon > 0) return wrong(`“${text.slice(0, colon)}” is not a partition.`, '0:4211')
  return wrong(`“${text}” is not a place in a topic. Write newest, oldest, live, an offset, or a time after @.`, '@-15m')
}
