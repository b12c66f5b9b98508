// The feed of a topic: bounded, pausable, without gaps or repeats, and honest about what is missing.
import { expect, it } from 'vitest'
import type { Coverage, RecordRow, TailEvent } from '../../../../core/contract/messages.ts'
import { MAX_ROWS, RecordFeed, recordKey } from '../../../../renderer/features/messages/record-feed.ts'

const row = (partition: number, offset: number, timestamp = offset): RecordRow => ({
  partition,
  offset: BigInt(offset),
  timestamp: BigInt(timestamp),
  timestampType: 'CreateTime',
  key: { kind: 'null' },
  value: { kind: 'null' },
  headerCount: 0,
  sizeBytes: 1,
})

const covered = (partition: number, toOffset: number, error: string | null = null): Coverage => ({
  partition,
  startOffset: 0n,
  endOffset: BigInt(toOffset),
  fromOffset: 0n,
  toOffset: BigInt(toOffset),
  error,
})

const event = (rows: RecordRow[], more: Partial<TailEvent> = {}): TailEvent => ({
  rows,
  positions: rows.map(({ partition, offset }) => ({ partition, offset: offset + 1n })),
  droppedFromView: 0,
  received: 0,
  errors: [],
  ...more,
})

const keys = (feed: RecordFeed): string[] => feed.snapshot().rows.map(recordKey)

it('shows what was read, then what arrives, oldest first', () => {
  const feed = new RecordFeed()
  feed.fill([row(1, 5), row(0, 4)], [covered(0, 5), covered(1, 6)])
  feed.append(event([row(0, 5, 20), row(1, 6, 10)]))
  expect(keys(feed)).toEqual(['0:4', '1:5', '1:6', '0:5'])
  expect(feed.snapshot()).toMatchObject({ received: 2, droppedFromView: 0, waiting: 0 })
})

it('asks the tail to begin where the reading ended, also for partitions without records, but not for those that failed', () => {
  const feed = new RecordFeed()
  feed.fill([row(0, 4)], [covered(0, 5), covered(1, 0), covered(2, 7, 'leader not available')])
  expect(feed.positions()).toEqual([
    { partition: 0, offset: 5n },
    { partition: 1, offset: 0n },
  ])
})

it('goes on behind what has arrived and ignores what comes twice', () => {
  const feed = new RecordFeed()
  feed.fill([], [covered(0, 5)])
  feed.append(event([row(0, 5), row(0, 6)]))
  feed.append(event([row(0, 6), row(0, 7)]))
  expect(keys(feed)).toEqual(['0:5', '0:6', '0:7'])
  expect(feed.snapshot().received).toBe(3)
  expect(feed.positions()).toEqual([{ partition: 0, offset: 8n }])
})

it('moves past offsets that hold no record', () => {
  const feed = new RecordFeed()
  feed.fill([], [covered(0, 5)])
  feed.append(event([], { positions: [{ partition: 0, offset: 9n }] }))
  expect(feed.positions()).toEqual([{ partition: 0, offset: 9n }])
})

it('keeps the order of offsets inside a partition whatever the timestamps say', () => {
  const feed = new RecordFeed()
  feed.append(event([row(0, 1, 500), row(0, 2, 100)]))
  expect(keys(feed)).toEqual(['0:1', '0:2'])
})

it('holds records back while paused and shows them when resumed', () => {
  const feed = new RecordFeed()
  feed.append(event([row(0, 1)]))
  feed.pause()
  feed.append(event([row(0, 2), row(0, 3)]))
  expect(keys(feed)).toEqual(['0:1'])
  expect(feed.snapshot()).toMatchObject({ paused: true, waiting: 2, received: 3 })
  feed.resume()
  expect(keys(feed)).toEqual(['0:1', '0:2', '0:3'])
  expect(feed.snapshot()).toMatchObject({ paused: false, waiting: 0 })
})

it('stays bounded and counts what a long pause pushed out', () => {
  const feed = new RecordFeed()
  feed.pause()
  feed.append(event(Array.from({ length: MAX_ROWS + 7 }, (_, offset) => row(0, offset))))
  expect(feed.snapshot()).toMatchObject({ waiting: MAX_ROWS, droppedFromView: 7, received: MAX_ROWS + 7 })
  feed.resume()
  expect(feed.snapshot().rows).toHaveLength(MAX_ROWS)
  feed.append(event([row(0, MAX_ROWS + 7)]))
  expect(feed.snapshot().rows).toHaveLength(MAX_ROWS)
  expect(feed.snapshot().droppedFromView).toBe(7)
})

it('adds up what the core left out', () => {
  const feed = new RecordFeed()
  feed.append(event([row(0, 1)], { droppedFromView: 40 }))
  feed.append(event([row(0, 50)], { droppedFromView: 2 }))
  expect(feed.snapshot()).toMatchObject({ received: 44, droppedFromView: 42 })
})

it('starts over when read again, but stays paused', () => {
  const feed = new RecordFeed()
  feed.append(event([row(0, 1)], { droppedFromView: 4 }))
  feed.pause()
  feed.append(event([row(0, 2)]))
  feed.fill([row(0, 2), row(0, 1)], [covered(0, 3)])
  expect(keys(feed)).toEqual(['0:1', '0:2'])
  expect(feed.snapshot()).toMatchObject({ paused: true, waiting: 0, received: 0, droppedFromView: 0 })
})

it('tells its listeners', () => {
  const feed = new RecordFeed()
  const sizes: number[] = []
  const leave = feed.subscribe(() => sizes.push(feed.snapshot().rows.length))
  feed.append(event([row(0, 1)]))
  leave()
  feed.append(event([row(0, 2)]))
  expect(sizes).toEqual([1])
})
