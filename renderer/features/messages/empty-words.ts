// Why a reading shows nothing, and what to do about it.
import type { Coverage } from '../../../core/contract/messages.ts'
import type { TopicPartition } from '../../../core/contract/topics.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import { extentOf, scannedWords, shareText } from './reading-words.ts'
import type { ReadingSnapshot } from './topic-reading.ts'

export interface EmptyWords {
  /** `topic`: there is nothing in it at all. */
  about: 'topic' | 'live' | 'unfinished' | 'offset' | 'match' | 'range'
  title: string
  text: string
  /** Where there is something nearby: what to write into the seek box. */
  nearest: { label: string; seek: string } | null
}

const words = (about: EmptyWords['about'], title: string, text: string, nearest: EmptyWords['nearest'] = null): EmptyWords => ({
  about,
  title,
  text,
  nearest,
})

const NONE_IN_OTHERS = 'Nothing was found in the others.'

/** null = there are rows, or it is not known yet that there are none. */
export function emptyWords(
  topic: string,
  snapshot: Pick<ReadingSnapshot, 'asked' | 'ended' | 'rows' | 'coverage' | 'scannedRecords' | 'hiddenRecords' | 'live' | 'isCut'>,
  partitions: readonly TopicPartition[] | undefined,
  isCompacted = false,
): EmptyWords | null {
  const { asked, ended, rows, coverage } = snapshot
  if (!asked || ended === null || rows.count > 0) return null
  const where = counted(coverage.length, 'partition')
  const looked = `${scannedWords(snapshot, isCompacted)} of ${where}`
  if (asked.start === null) return words('live', `Waiting for records in ${topic}`, 'Only what arrives from now on is shown.')
  const { asked: offsets, read, unreadable } = extentOf(coverage)
  const share = shareText(read, offsets)
  if (ended !== 'complete') return words('unfinished', `Scan not complete: ${share}`, `Nothing was found in the ${looked} so far.`)
  if (unreadable > 0) return words('unfinished', `Scan not complete: ${unreadable} of ${where} could not be read`, NONE_IN_OTHERS)
  if (asked.start.kind === 'offset' && offsets === 0n) return offsetWords(topic, asked.start.offset, coverage, partitions)
  if (asked.filter !== '') return words('match', `No match for “${asked.filter}”`, `${asked.words}: ${looked}, all there are.`)
  if (snapshot.hiddenRecords > 0) return hiddenWords(topic, snapshot.hiddenRecords)
  if (asked.start.kind === 'newest' || asked.start.kind === 'oldest') return words('topic', `No records in ${topic}`, where)
  const scanned = `${scannedWords(snapshot, isCompacted)} of ${topic} had to be looked at.`
  return words('range', `No records ${lowerFirst(asked.words)} in ${where} (complete)`, scanned)
}

function hiddenWords(topic: string, hidden: number): EmptyWords {
  return words('range', `No committed records in ${topic}`, `${counted(hidden, 'record')} of aborted transactions ${hidden === 1 ? 'is' : 'are'} left out.`)
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

/** Past the end of all that was asked: the last record that there is. */
function offsetWords(
  topic: string,
  offset: bigint,
  asked: readonly Coverage[],
  partitions: readonly TopicPartition[] | undefined = [],
): EmptyWords {
  const isOne = asked.length === 1
  const numbers = new Set(asked.map(({ partition }) => partition))
  const filled = partitions.flatMap(({ partition, startOffset, endOffset }) =>
    numbers.has(partition) && (endOffset ?? 0n) > (startOffset ?? 0n) ? [{ partition, last: endOffset! - 1n }] : [],
  )
  const furthest = filled.toSorted((a, b) => (a.last > b.last ? -1 : 1))[0]
  const where = isOne ? `partition ${asked[0]!.partition}` : counted(asked.length, 'partition')
  const title = `No offset ${formatCount(offset)} in ${where} of ${topic}`
  if (!furthest) return words('offset', title, isOne ? 'The partition is empty.' : 'They are empty.')
  const { partition, last } = furthest
  const text = `The last offset${isOne ? '' : ', in the longest partition,'} is ${formatCount(last)}.`
  return words('offset', title, text, { label: `Go to ${partition}:${last}`, seek: `${partition}:${last}` })
}
