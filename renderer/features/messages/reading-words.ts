// What a reading has shown to be so, in one sentence: complete, or how far it came. Never more than was read.
import type { Coverage } from '../../../core/contract/messages.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import type { Asked, ReadingSnapshot } from './topic-reading.ts'

type Told = Pick<ReadingSnapshot, 'asked' | 'ended' | 'busy' | 'found' | 'rows' | 'scannedRecords' | 'coverage' | 'live' | 'isCut'>

export interface ReadingWords {
  text: string
  tone: 'plain' | 'good' | 'warn'
  /** Whether there is more to read by going on. */
  canContinue: boolean
  /** Records arrived that the list does not have: reading again brings them. */
  canReadAgain?: true
}

export interface Around {
  /** How many the topic has; undefined before it is known. */
  partitionCount?: number | undefined
  /** Of each key only the newest record is kept: offsets say how many records there are at most, not about how many. */
  isCompacted?: boolean
  /** Nothing arrives from some partition, or from all: it is tried again, or given up. */
  isTailBroken?: boolean
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

export function readingWords(told: Told, around: Around = {}): ReadingWords {
  const { asked, busy, ended } = told
  if (!asked) return { text: busy ? 'Reading' : 'Nothing has been read', tone: 'plain', canContinue: false }
  const where = partitionWords(asked, around.partitionCount)
  if (asked.start === null) return { text: `Only what arrives from now on${where}`, tone: 'plain', canContinue: ended !== 'complete' && !busy }
  const extent = extentWord(around.isCompacted === true)
  if (ended === null) return { text: underWay(told, extent) + where, tone: 'plain', canContinue: false }
  if (ended === 'complete') return completeWords(told, where, around)
  const isPage = ended === 'limit' && asked.filter === ''
  const text = (isPage ? pageWords(told, extent) : unfinishedWords(told)) + where
  if (told.live.droppedFromView > 0) return { text: text + lostWords(told), tone: 'warn', canContinue: !busy, canReadAgain: true }
  return { text, tone: isPage ? 'plain' : 'warn', canContinue: !busy }
}

/** Said where fewer than all are read: ` in partition 2 of 6`. */
function partitionWords({ partitions }: Asked, count: number | undefined): string {
  if (partitions === null || partitions.length === 0 || (count !== undefined && partitions.length >= count)) return ''
  if (partitions.length === 1) return ` in partition ${partitions[0]}${count === undefined ? '' : ` of ${formatCount(count)}`}`
  return count === undefined ? ` in ${counted(partitions.length, 'partition')}` : ` in ${partitions.length} of ${counted(count, 'partition')}`
}

type Found = Pick<Told, 'rows' | 'live' | 'isCut'>

/** Shown or left out of the view: all that is known to be there. Once rows had to make room, some that were left out have been read since. */
export const foundCount = ({ rows, live, isCut }: Found): number => rows.count + live.waiting + (isCut ? 0 : live.droppedFromView)

const thing = ({ asked }: Told): [string, string] => (asked!.filter === '' ? ['record', 'records'] : ['match', 'matches'])
const matches = (told: Told): string => counted(foundCount(told), ...thing(told))

/** Records that arrived and are not in the list. */
function lostWords({ live, isCut }: Told): string {
  return `; ${isCut ? 'up to ' : ''}${formatCount(live.droppedFromView)} arrived too fast to be drawn`
}

type Scanned = Pick<Told, 'scannedRecords' | 'live' | 'isCut' | 'coverage'>

/** A reading that goes on looks again at what the one before had fetched and not shown: then the offsets tell how many there are. */
export function scannedCount({ scannedRecords, live, isCut, coverage }: Scanned): { count: bigint; isExact: boolean } {
  const { read } = extentOf(coverage)
  const lookedAt = BigInt(scannedRecords + live.received)
  return isCut || lookedAt > read ? { count: read, isExact: false } : { count: lookedAt, isExact: true }
}

/** What a count of offsets says about records. */
export const extentWord = (isCompacted: boolean): string => (isCompacted ? 'at most' : 'about')

export function scannedWords(told: Scanned, isCompacted = false): string {
  const { count, isExact } = scannedCount(told)
  return `${isExact ? '' : `${extentWord(isCompacted)} `}${counted(count, 'record')}`
}

function underWay(told: Told, about: string): string {
  const { asked, read } = extentOf(told.coverage)
  const found = told.asked!.filter === '' ? '' : `, ${formatCount(foundCount(told))} found`
  const extent = read >= asked ? '' : ` of ${about} ${formatCount(asked)}`
  return `Reading: ${formatCount(scannedCount(told).count)}${extent} scanned${found}`
}

function completeWords(told: Told, where: string, { isTailBroken = false, isCompacted = false }: Around): ReadingWords {
  const { asked, coverage, live, rows } = told
  const { asked: offsets, unreadable } = extentOf(coverage)
  const scanned = asked!.filter === '' ? '' : ` in ${scannedWords(told, isCompacted)}`
  const text = matches(told) + scanned + where
  if (unreadable > 0) {
    const some = `${counted(unreadable, 'partition')} of ${coverage.length} could not be read`
    const which = unreadable === coverage.length ? 'No partition could be read' : some
    return { text: `Not complete: ${which}. ${text}`, tone: 'warn', canContinue: true }
  }
  if (live.droppedFromView > 0) return { ...droppedWords(told, scanned + where), tone: 'warn', canContinue: false, canReadAgain: true }
  const missed = isTailBroken ? '. What arrives now is not seen' : ''
  if (asked!.start?.kind === 'offset' && offsets === 0n && rows.count === 0)
    return { text: `No record from offset ${formatCount(asked!.start.offset)} on${where}${missed}`, tone: 'warn', canContinue: false }
  if (isTailBroken) return { text: `Read: ${text}${missed}`, tone: 'warn', canContinue: false }
  if (live.waiting > 0) return { text: `Complete: ${text}, ${formatCount(live.waiting)} of them waiting`, tone: 'plain', canContinue: false }
  return { text: `Complete: ${text}`, tone: 'good', canContinue: false }
}

function droppedWords(told: Told, where: string): { text: string } {
  const shown = told.rows.count
  const extent = told.isCut ? counted(shown, ...thing(told)) : `${formatCount(shown)} of ${matches(told)}`
  const waiting = told.live.waiting > 0 ? `; ${formatCount(told.live.waiting)} waiting` : ''
  return { text: `${extent} shown${where}${waiting}${lostWords(told)}` }
}

/** Nothing was looked for: a page of the topic, and more of it below. */
function pageWords(told: Told, about: string): string {
  const { asked, unreadable } = extentOf(told.coverage)
  const missing = unreadable === 0 ? '' : `; ${counted(unreadable, 'partition')} could not be read`
  const which = told.asked!.start?.kind === 'newest' ? 'Newest' : 'First'
  return `${which} ${formatCount(told.rows.count)} of ${about} ${counted(asked, 'record')}${missing}`
}

function unfinishedWords(told: Told): string {
  const { asked, read } = extentOf(told.coverage)
  const why = told.ended === 'budget' ? 'Paused to spare the cluster' : told.ended === 'stopped' ? 'Stopped' : 'Not complete'
  return `${why}: ${shareText(read, asked)} scanned, ${matches(told)}`
}
