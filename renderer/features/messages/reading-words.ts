// What a reading has shown to be so, in one sentence: complete, or how far it came. Never more than was read.
import type { Coverage } from '../../../core/contract/messages.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import type { ReadingSnapshot } from './topic-reading.ts'

type Told = Pick<ReadingSnapshot, 'asked' | 'ended' | 'busy' | 'found' | 'rows' | 'scannedRecords' | 'coverage' | 'live' | 'isCut'>

export interface ReadingWords {
  text: string
  tone: 'plain' | 'good' | 'warn'
  /** Whether there is more to read by going on. */
  canContinue: boolean
}

/** How much of what was asked for has been read, counted in offsets: compaction and markers leave some without a record. */
export function extentOf(coverage: readonly Coverage[]): { asked: bigint; read: bigint; unreadable: number } {
  let [asked, read, unreadable] = [0n, 0n, 0]
  for (const { startOffset, endOffset, fromOffset, toOffset, error } of coverage) {
    asked += endOffset - startOffset
    read += toOffset - fromOffset
    if (error !== null) unreadable += 1
  }
  return { asked, read, unreadable }
}

/** `about 38 %`; never `100 %`, which would say that it is complete. */
export function shareText(read: bigint, asked: bigint): string {
  if (read <= 0n || asked <= 0n) return '0 %'
  const percent = Number((read * 100n) / asked)
  return percent === 0 ? 'less than 1 %' : `about ${Math.min(percent, 99)} %`
}

export function readingWords(told: Told): ReadingWords {
  const { asked, busy, ended } = told
  if (!asked) return { text: busy ? 'Reading' : 'Nothing has been read', tone: 'plain', canContinue: false }
  if (asked.start === null) return { text: 'Only what arrives from now on', tone: 'plain', canContinue: ended !== 'complete' && !busy }
  if (ended === null) return { text: underWay(told), tone: 'plain', canContinue: false }
  if (ended === 'complete') return completeWords(told)
  if (ended === 'limit' && asked.contains === '') return { text: pageWords(told), tone: 'plain', canContinue: !busy }
  return { text: unfinishedWords(told), tone: 'warn', canContinue: !busy }
}

/** Shown, waiting to be, or left out of the view: all that is known to be there. */
const inHand = ({ rows, live }: Told): number => rows.count + live.waiting + live.droppedFromView

const matches = (told: Told): string =>
  told.asked!.contains === '' ? counted(inHand(told), 'record') : counted(inHand(told), 'match', 'matches')

type Scanned = Pick<Told, 'scannedRecords' | 'live' | 'isCut' | 'coverage'>

/** A reading that goes on looks again at what the one before had fetched and not shown: then the offsets tell how many there are. */
export function scannedCount({ scannedRecords, live, isCut, coverage }: Scanned): { count: bigint; isExact: boolean } {
  const { read } = extentOf(coverage)
  const lookedAt = BigInt(scannedRecords + live.received)
  return isCut || lookedAt > read ? { count: read, isExact: false } : { count: lookedAt, isExact: true }
}

export function scannedWords(told: Scanned): string {
  const { count, isExact } = scannedCount(told)
  return `${isExact ? '' : 'about '}${counted(count, 'record')}`
}

function underWay(told: Told): string {
  const { asked, read } = extentOf(told.coverage)
  const found = told.asked!.contains === '' ? '' : `, ${formatCount(told.found)} found`
  const extent = read >= asked ? '' : ` of about ${formatCount(asked)}`
  return `Reading: ${formatCount(scannedCount(told).count)}${extent} scanned${found}`
}

function completeWords(told: Told): ReadingWords {
  const { unreadable } = extentOf(told.coverage)
  const text = told.asked!.contains === '' ? matches(told) : `${matches(told)} in ${scannedWords(told)}`
  if (unreadable === 0) return { text: `Complete: ${text}`, tone: 'good', canContinue: false }
  const some = `${counted(unreadable, 'partition')} of ${told.coverage.length} could not be read`
  const which = unreadable === told.coverage.length ? 'No partition could be read' : some
  return { text: `Not complete: ${which}. ${text}`, tone: 'warn', canContinue: true }
}

/** Nothing was looked for: a page of the topic, and more of it below. */
function pageWords(told: Told): string {
  const { asked, unreadable } = extentOf(told.coverage)
  const all = told.rows.count
  const missing = unreadable === 0 ? '' : `; ${counted(unreadable, 'partition')} could not be read`
  const which = told.asked!.start?.kind === 'newest' ? 'Newest' : 'First'
  return `${which} ${formatCount(all)} of about ${counted(asked, 'record')}${missing}`
}

function unfinishedWords(told: Told): string {
  const { asked, read } = extentOf(told.coverage)
  const why = told.ended === 'budget' ? 'Paused to spare the cluster' : told.ended === 'stopped' ? 'Stopped' : 'Not complete'
  return `${why}: ${shareText(read, asked)} scanned, ${matches(told)}`
}
