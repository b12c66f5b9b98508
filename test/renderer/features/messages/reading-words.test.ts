// The sentence that closes a reading: complete only when it is, and otherwise how far it came.
import { describe, expect, it } from 'vitest'
import type { Coverage } from '../../../../core/contract/messages.ts'
import { readingWords, shareText } from '../../../../renderer/features/messages/reading-words.ts'

const covered = (fromOffset: bigint, toOffset: bigint, endOffset = 10_000n, error: string | null = null): Coverage => ({
  partition: 0,
  startOffset: 0n,
  endOffset,
  fromOffset,
  toOffset,
  error,
})
const rowsOf = (count: number) => ({ count, at: () => undefined, indexOf: () => -1 })
const live = { received: 0, matched: 0, waiting: 0, droppedFromView: 0, errors: [] }
const ALL = { id: 'all', words: 'The newest records', start: { kind: 'newest' as const }, limit: 200, contains: '', partitions: null }
const FILTERED = { ...ALL, contains: 'x' }
const OLDEST = { ...ALL, start: { kind: 'oldest' as const } }
const whole = [covered(0n, 10_000n)]
const part = [covered(3_800n, 10_000n)]
const lost = covered(0n, 0n, 0n, 'no leader')

describe('says', () => {
  it.each([
    ['Complete: 3 matches in 12\u202f400 records', { asked: FILTERED, ended: 'complete', found: 3, rows: rowsOf(3), scannedRecords: 12_400, coverage: [covered(0n, 12_400n, 12_400n)] }, 'good', false],
    ['Complete: 1 match in 1 record', { asked: FILTERED, ended: 'complete', found: 1, rows: rowsOf(1), scannedRecords: 1, coverage: whole }, 'good', false],
    ['Complete: 240 records', { asked: ALL, ended: 'complete', found: 240, rows: rowsOf(240), scannedRecords: 240, coverage: whole }, 'good', false],
    ['Complete: 249 records', { asked: ALL, ended: 'complete', found: 240, rows: rowsOf(240), scannedRecords: 240, coverage: whole, live: { ...live, received: 9, matched: 9, waiting: 9 } }, 'good', false],
    ['Not complete: 1 partition of 2 could not be read. 2 matches in 40 records', { asked: FILTERED, ended: 'complete', found: 2, rows: rowsOf(2), scannedRecords: 40, coverage: [...whole, lost] }, 'warn', true],
    ['Not complete: No partition could be read. 0 records', { asked: ALL, ended: 'complete', found: 0, rows: rowsOf(0), scannedRecords: 0, coverage: [lost] }, 'warn', true],
    ['Complete: 3 matches in about 10\u202f000 records', { asked: FILTERED, ended: 'complete', found: 3, rows: rowsOf(3), scannedRecords: 19_000, coverage: whole }, 'good', false],
    ['Complete: 12 matches in about 10\u202f000 records', { asked: FILTERED, ended: 'complete', found: 5, rows: rowsOf(10), scannedRecords: 9_000, coverage: whole, isCut: true, live: { ...live, received: 3_000, matched: 9, droppedFromView: 2 } }, 'good', false],
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
