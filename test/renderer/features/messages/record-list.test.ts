// What arrived on top of what was read: no gap and no repeat between the two, held while one looks, bounded.
import { expect, it } from 'vitest'
import type { Coverage, RecordRow, TailEvent } from '../../../../core/contract/messages.ts'
import { RecordList } from '../../../../renderer/features/messages/record-list.ts'
import { ANY_TIME } from '../../../../renderer/features/messages/record-pages.ts'
import { recordKey } from '../../../../renderer/features/messages/live-rows.ts'
import { row } from './scripted-topic.ts'

const covered = (partition: number, toOffset: number, error: string | null = null): Coverage => ({
  partition,
  startOffset: 0n,
  endOffset: BigInt(toOffset),
  fromOffset: BigInt(toOffset),
  toOffset: BigInt(toOffset),
  error,
})

const event = (rows: RecordRow[], more: Partial<TailEvent> = {}): TailEvent => ({
  rows,
  positions: rows.map(({ partition, offset }) => ({ partition, offset: offset + 1n })),
  droppedFromView: 0,
  received: 0,
  matched: 0,
  errors: [],
  ...more,
})

const keys = (list: RecordList): (string | undefined)[] =>
  Array.from({ length: list.count }, (_, index) => list.at(index)).map((one) => one && recordKey(one))

function listOf(tailRows: number, rows: RecordRow[], coverage: Coverage[]): RecordList {
  const list = new RecordList(tailRows)
  list.begin('backward', coverage, ANY_TIME)
  list.pages!.append(rows, coverage.map((one) => ({ ...one, fromOffset: rows.findLast((each) => each.partition === one.partition)?.offset ?? one.toOffset })))
  return list
}

it('shows what arrived on top of what was read, newest first, and finds each row', () => {
  const list = listOf(10, [row(1, 5), row(0, 4)], [covered(0, 5), covered(1, 6)])
  list.arrive(event([row(0, 5, 20), row(1, 6, 10)]))
  expect(keys(list)).toEqual(['0:5', '1:6', '1:5', '0:4'])
  expect(['0:5', '1:6', '1:5', '0:4', '0:3'].map((key) => list.indexOf(key))).toEqual([0, 1, 2, 3, -1])
})

it('asks the tail to begin where the reading ended, also for partitions without records, but not for those that failed', () => {
  const list = listOf(10, [row(0, 4)], [covered(0, 5), covered(1, 0), covered(2, 7, 'leader not available')])
  expect(list.positions()).toEqual([
    { partition: 0, offset: 5n },
    { partition: 1, offset: 0n },
  ])
})

it('goes on behind what has arrived and ignores what comes twice', () => {
  const list = listOf(10, [], [covered(0, 5)])
  list.arrive(event([row(0, 5), row(0, 6)]))
  list.arrive(event([row(0, 6), row(0, 7)]))
  expect(keys(list)).toEqual(['0:7', '0:6', '0:5'])
  expect(list.positions()).toEqual([{ partition: 0, offset: 8n }])
})

it('says how far it has been read with what arrived', () => {
  const list = listOf(10, [row(0, 4)], [covered(0, 5), covered(1, 3)])
  list.arrive(event([row(0, 5)]))
  expect(list.coverage).toEqual([
    { ...covered(0, 6), fromOffset: 4n },
    { ...covered(1, 3), fromOffset: 3n },
  ])
})

it('holds what arrives while one looks, counts it, and lets it in afterwards', () => {
  const list = listOf(10, [row(0, 4)], [covered(0, 5)])
  list.hold(true)
  expect(list.arrive(event([row(0, 5), row(0, 6)], { received: 4, matched: 2 }))).toBe(false)
  expect(keys(list)).toEqual(['0:4'])
  expect(list.figures).toMatchObject({ waiting: 2, received: 4, matched: 2 })
  expect(list.hold(false)).toBe(false)
  expect(keys(list)).toEqual(['0:6', '0:5', '0:4'])
  expect(list.figures.waiting).toBe(0)
})

it('begins anew below the live rows when they had to make room, so that nothing is missing between', () => {
  const list = listOf(3, [row(0, 4), row(1, 1)], [covered(0, 5), covered(1, 2)])
  expect(list.arrive(event([row(0, 5), row(0, 6), row(0, 7)]))).toBe(false)
  expect(list.arrive(event([row(0, 8)]))).toBe(true)
  expect(keys(list)).toEqual(['0:8', '0:7', '0:6'])
  // Offset 5 made room: it is the first to be read again; of partition 1 nothing had arrived.
  expect(list.pages!.next().coverage).toEqual([
    { ...covered(0, 9), fromOffset: 6n },
    { ...covered(1, 2), fromOffset: 2n },
  ])
  expect(list.pages!.next().coverage.map(({ fromOffset }) => fromOffset)).toEqual([6n, 2n])
  list.pages!.append([row(0, 5), row(0, 4)], [{ ...covered(0, 9), fromOffset: 4n }, covered(1, 2)])
  expect(keys(list)).toEqual(['0:8', '0:7', '0:6', '0:5', '0:4'])
})

it('keeps what is looked at while more waits than fits, then shows the newest of it with the rest to be read below', () => {
  const list = listOf(2, [row(0, 4), row(1, 1)], [covered(0, 5), covered(1, 2)])
  list.arrive(event([row(1, 2)]))
  list.hold(true)
  for (let offset = 5; offset < 9; offset += 1) expect(list.arrive(event([row(0, offset)]))).toBe(false)
  expect(keys(list)).toEqual(['1:2', '0:4', '1:1'])
  expect(list.figures).toMatchObject({ waiting: 4, droppedFromView: 0 })
  expect(list.hold(false)).toBe(true)
  expect(keys(list)).toEqual(['0:8', '0:7'])
  expect(list.figures.waiting).toBe(0)
  expect(list.pages!.next().coverage.map(({ fromOffset }) => fromOffset)).toEqual([7n, 3n])
})

it('adds up what several tails told, and what the core left out', () => {
  const list = listOf(10, [], [covered(0, 0)])
  list.arrive(event([], { received: 5, matched: 3, droppedFromView: 2 }))
  list.arrive(event([], { received: 9, matched: 4, droppedFromView: 1 }))
  list.arrive(event([], { received: 2, matched: 1, errors: [{ partition: 1, message: 'no leader' }] }))
  expect(list.figures).toEqual({ received: 11, matched: 5, waiting: 0, droppedFromView: 3, errors: [{ partition: 1, message: 'no leader' }] })
})

it('begins with the first event of a tail where nothing was read before', () => {
  const list = new RecordList(2)
  list.arrive(event([], { positions: [{ partition: 0, offset: 7n }] }))
  expect(list.coverage).toEqual([{ partition: 0, startOffset: 7n, endOffset: 7n, fromOffset: 7n, toOffset: 7n, error: null }])
  list.arrive(event([row(0, 7), row(0, 8), row(0, 9)]))
  expect(keys(list)).toEqual(['0:9', '0:8'])
  expect(list.pages!.next().coverage).toMatchObject([{ startOffset: 7n, fromOffset: 8n, toOffset: 10n }])
})
