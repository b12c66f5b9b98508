// The sentence that closes a reading: complete only when it is, and otherwise how far it came.
import { describe, expect, it } from 'vitest'
import type { Coverage } from '../../../../core/contract/messages.ts'
import { foundCount, readingWords, shareText } from '../../../../renderer/features/messages/reading-words.ts'

const covered = (fromOffset: bigint, toOffset: bigint, endOffset = 10_000n, error: string | null = null, startOffset = 0n): Coverage => ({
  partition: 0,
  startOffset,
  endOffset,
  fromOffset,
  toOffset,
  error,
})
const rowsOf = (count: number) => ({ count, at: () => undefined, indexOf: () => -1 })
const live = { received: 0, matched: 0, waiting: 0, droppedFromView: 0, errors: [] }
const ALL = { id: 'all', words: 'The newest records', start: { kind: 'newest' as const }, limit: 200, withAborted: false, filter: '', partitions: null }
const FILTERED = { ...ALL, filter: 'x' }
const PAST = { ...ALL, start: { kind: 'offset' as const, offset: 99_999n, untilOffset: null } }
const OLDEST = { ...ALL, start: { kind: 'oldest' as const } }
const whole = [covered(0n, 10_000n)]
const part = [covered(3_800n, 10_000n)]
const lost = covered(0n, 0n, 0n, 'no leader')

it('says how many records a compacted topic has at most, for its offsets have holes', () => {
  const textOf = (told: Partial<Parameters<typeof readingWords>[0]>): string =>
    readingWords({ asked: ALL, ended: null, busy: false, isCut: false, live, found: 200, rows: rowsOf(200), scannedRecords: 200, coverage: part, ...told }, { isCompacted: true }).text
  expect([textOf({ ended: 'limit' }), textOf({ busy: true }), textOf({ ended: 'complete', asked: FILTERED, coverage: whole, isCut: true })]).toEqual([
    'Newest 200 of at most 10\u202f000 records',
    'Reading: 200 of at most 10\u202f000 scanned',
    'Complete: 200 matches in at most 10\u202f000 records',
  ])
})

describe('says', () => {
  it.each([
    ['Complete: 3 matches in 12\u202f400 records', { asked: FILTERED, ended: 'complete', found: 3, rows: rowsOf(3), scannedRecords: 12_400, coverage: [covered(0n, 12_400n, 12_400n)] }, 'good', false],
    ['Complete: 1 match in 1 record', { asked: FILTERED, ended: 'complete', found: 1, rows: rowsOf(1), scannedRecords: 1, coverage: whole }, 'good', false],
    ['Complete: 240 records', { asked: ALL, ended: 'complete', found: 240, rows: rowsOf(240), scannedRecords: 240, coverage: whole }, 'good', false],
    ['Complete: 249 records, 9 of them waiting', { asked: ALL, ended: 'complete', found: 240, rows: rowsOf(240), scannedRecords: 240, coverage: whole, live: { ...live, received: 9, matched: 9, waiting: 9 } }, 'plain', false],
    ['Not complete: 1 partition of 2 could not be read. 2 matches in 40 records', { asked: FILTERED, ended: 'complete', found: 2, rows: rowsOf(2), scannedRecords: 40, coverage: [...whole, lost] }, 'warn', true],
    ['Not complete: No partition could be read. 0 records', { asked: ALL, ended: 'complete', found: 0, rows: rowsOf(0), scannedRecords: 0, coverage: [lost] }, 'warn', true],
    ['Complete: 3 matches in about 10\u202f000 records', { asked: FILTERED, ended: 'complete', found: 3, rows: rowsOf(3), scannedRecords: 19_000, coverage: whole }, 'good', false],
    ['No record from offset 99\u202f999 on', { asked: PAST, ended: 'complete', found: 0, rows: rowsOf(0), scannedRecords: 0, coverage: [covered(10_000n, 10_000n, 10_000n, null, 10_000n)] }, 'warn', false],
    ['Newest 200 of about 10\u202f000 records', { asked: ALL, ended: 'limit', found: 200, rows: rowsOf(200), scannedRecords: 200, coverage: part }, 'plain', true],
    ['First 200 of about 10\u202f000 records', { asked: OLDEST, ended: 'limit', found: 200, rows: rowsOf(200), scannedRecords: 200, coverage: part }, 'plain', true],
    ['Newest 200 of about 10\u202f000 records; 1 partition could not be read', { asked: ALL, ended: 'limit', found: 200, rows: rowsOf(200), scannedRecords: 200, coverage: [...part, lost] }, 'plain', true],
    ['Not complete: about 62 % scanned, 200 matches', { asked: FILTERED, ended: 'limit', found: 200, rows: rowsOf(200), scannedRecords: 6_200, coverage: part }, 'warn', true],
    ['Stopped: about 62 % scanned, 0 matches', { asked: FILTERED, ended: 'stopped', found: 0, rows: rowsOf(0), scannedRecords: 6_200, coverage: part }, 'warn', true],
    ['Paused to spare the cluster: about 62 % scanned, 3 matches', { asked: FILTERED, ended: 'budget', found: 3, rows: rowsOf(3), scannedRecords: 6_200, coverage: part }, 'warn', true],
    ['Reading: 6\u202f200 of about 10\u202f000 scanned, 3 found', { asked: FILTERED, ended: null, busy: true, found: 3, rows: rowsOf(3), scannedRecords: 6_200, coverage: part }, 'plain', false],
    ['Reading: 12 scanned', { asked: ALL, ended: null, busy: true, found: 12, rows: rowsOf(12), scannedRecords: 12, coverage: whole }, 'plain', false],
    ['Only what arrives from now on', { asked: { ...ALL, start: null }, ended: 'complete', found: 0, rows: rowsOf(0), scannedRecords: 0, coverage: [] }, 'plain', false],
    ['Reading', { asked: null, ended: null, busy: true, found: 0, rows: rowsOf(0), scannedRecords: 0, coverage: [] }, 'plain', false],
  ] as const)('%s', (text, told, tone, canContinue) => {
    expect(readingWords({ busy: false, isCut: false, live, ...told })).toEqual({ text, tone, canContinue })
  })
})

const COMPLETE = { asked: ALL, ended: 'complete' as const, busy: false, isCut: false, live, found: 240, rows: rowsOf(240), scannedRecords: 240, coverage: whole }

it.each([
  ['240 of 18\u202f240 records shown; 18\u202f000 arrived too fast to be drawn', {}, 0],
  ['240 of 18\u202f245 records shown; 5 waiting; 18\u202f000 arrived too fast to be drawn', {}, 5],
  ['240 of 18\u202f240 matches shown in 9\u202f000 records; 18\u202f000 arrived too fast to be drawn', { asked: FILTERED, scannedRecords: 9_000 }, 0],
  ['240 records shown; up to 18\u202f000 arrived too fast to be drawn', { isCut: true }, 0],
  ['Newest 240 of about 10\u202f000 records; 18\u202f000 arrived too fast to be drawn', { ended: 'limit' as const }, 0],
])('is not complete where records are missing from the list, and offers to read again: %s', (text, told, waiting) => {
  const words = readingWords({ ...COMPLETE, live: { ...live, droppedFromView: 18_000, waiting }, ...told })
  expect(words).toMatchObject({ text, tone: 'warn', canReadAgain: true })
})

it.each([
  ['Complete: 240 records', null, 6],
  ['Complete: 240 records', [0, 1], 2],
  ['Complete: 240 records in partition 2 of 6', [2], 6],
  ['Complete: 240 records in partition 2', [2], undefined],
  ['Complete: 240 records in 2 of 6 partitions', [2, 4], 6],
])('names the partitions that were read where they are not all: %s', (text, partitions, partitionCount) => {
  expect(readingWords({ ...COMPLETE, asked: { ...ALL, partitions } }, { partitionCount }).text).toBe(text)
})

it('does not say complete while the live tail is broken off', () => {
  expect(readingWords(COMPLETE, { isTailBroken: true })).toMatchObject({ text: 'Read: 240 records. What arrives now is not seen', tone: 'warn' })
})

it('counts as found what is in hand', () => {
  expect(foundCount({ rows: rowsOf(8), live: { ...live, waiting: 40, droppedFromView: 2 }, isCut: false })).toBe(50)
  expect(foundCount({ rows: rowsOf(8), live: { ...live, waiting: 40, droppedFromView: 2 }, isCut: true })).toBe(48)
})

it.each([
  [0n, 10n, '0 %'],
  [1n, 1_000n, 'less than 1 %'],
  [38n, 100n, 'about 38 %'],
  [999n, 1_000n, 'about 99 %'],
  [10n, 10n, 'about 99 %'],
  [0n, 0n, '0 %'],
])('%s of %s offsets are %s', (read, asked, text) => {
  expect(shareText(read, asked)).toBe(text)
})
