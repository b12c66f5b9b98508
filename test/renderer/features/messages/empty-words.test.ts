// Why nothing is shown: a different reason each, and never `none` where not all has been read.
import { describe, expect, it } from 'vitest'
import type { Coverage } from '../../../../core/contract/messages.ts'
import type { TopicPartition } from '../../../../core/contract/topics.ts'
import { emptyWords } from '../../../../renderer/features/messages/empty-words.ts'
import type { Asked, Ended } from '../../../../renderer/features/messages/topic-reading.ts'

const NEWEST: Asked = { id: '', words: 'The newest records', start: { kind: 'newest' }, limit: 200, withAborted: false, filter: '', partitions: null }
const FILTERED: Asked = { ...NEWEST, filter: 'x' }
const RANGE: Asked = { ...NEWEST, words: 'Between 17:05 and 17:10', start: { kind: 'time', fromTimestamp: 1n, untilTimestamp: 2n } }
const OFFSET: Asked = { ...NEWEST, words: 'From offset 9', start: { kind: 'offset', offset: 9_000n, untilOffset: null } }

const covered = (partition: number, read: bigint, error: string | null = null): Coverage => ({
  partition,
  startOffset: 0n,
  endOffset: 100n,
  fromOffset: 100n - read,
  toOffset: 100n,
  error,
})
const past = (partition: number): Coverage => ({ partition, startOffset: 50n, endOffset: 50n, fromOffset: 50n, toOffset: 50n, error: null })
const partition = (number: number, endOffset: bigint): TopicPartition => ({
  partition: number,
  leader: 1,
  replicas: [1],
  inSyncReplicas: [1],
  startOffset: 0n,
  endOffset,
  error: null,
})

const ALL = [covered(0, 100n), covered(1, 100n)]
const shown = (asked: Asked | null, ended: Ended, coverage: Coverage[], count = 0) => ({
  asked,
  ended,
  coverage,
  scannedRecords: 34,
  hiddenRecords: 0,
  isCut: false,
  live: { received: 0, matched: 0, waiting: 0, droppedFromView: 0, errors: [] },
  rows: { count, at: () => undefined, indexOf: () => -1 },
})

describe('says', () => {
  it.each([
    ['that the topic is empty', NEWEST, 'complete', ALL, 'topic', 'No records in orders', null],
    ['that nothing has arrived yet', { ...NEWEST, start: null }, 'complete', [], 'live', 'Waiting for records in orders', null],
    ['that no record matches', FILTERED, 'complete', ALL, 'match', 'No match for “x”', null],
    ['that there is none of that time', RANGE, 'complete', ALL, 'range', 'No records between 17:05 and 17:10 in 2 partitions (complete)', null],
    ['how far a stopped scan came', FILTERED, 'stopped', [covered(0, 38n)], 'unfinished', 'Scan not complete: about 38 %', null],
    ['that a partition is missing', FILTERED, 'complete', [covered(0, 100n), covered(1, 0n, 'no leader')], 'unfinished', 'Scan not complete: 1 of 2 partitions could not be read', null],
    ['what the last offset is', OFFSET, 'complete', [past(1)], 'offset', 'No offset 9\u202f000 in partition 1 of orders', '1:49'],
    ['what the last offset of the longest partition is', OFFSET, 'complete', [past(0), past(1)], 'offset', 'No offset 9\u202f000 in 2 partitions of orders', '0:199'],
  ] as const)('%s', (_, asked, ended, coverage, about, title, nearest) => {
    const words = emptyWords('orders', shown(asked, ended, [...coverage]), [partition(0, 200n), partition(1, 50n)])
    expect(words).toMatchObject({ about, title })
    expect(words!.nearest?.seek ?? null).toBe(nearest)
  })
})

it('says nothing while it is not known, or when there are rows', () => {
  expect(emptyWords('orders', shown(null, null, []), [])).toBeNull()
  expect(emptyWords('orders', shown(NEWEST, null, []), [])).toBeNull()
  expect(emptyWords('orders', shown(NEWEST, 'complete', ALL, 1), [])).toBeNull()
})

it('says that all there is was aborted', () => {
  const words = emptyWords('orders', { ...shown(NEWEST, 'complete', ALL), hiddenRecords: 2 }, [])
  expect(words).toMatchObject({ title: 'No committed records in orders', text: '2 records of aborted transactions are left out.' })
})

it('offers nothing nearby in partitions that are empty or not known', () => {
  expect(emptyWords('orders', shown(OFFSET, 'complete', [past(1)]), [partition(1, 0n)])).toMatchObject({ text: 'The partition is empty.', nearest: null })
  expect(emptyWords('orders', shown(OFFSET, 'complete', [past(1)]), undefined)!.nearest).toBeNull()
})
