import { expect, it } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import { setLogAppendTime } from '../../../core/protocol/records/record-batch.ts'
import { parseQuery } from '../../../core/scan/predicate/parse-query.ts'
import { recordTestOf } from '../../../core/scan/predicate/record-test.ts'
import { type Keep, RecordFilter, type Wanted } from '../../../core/scan/record-filter.ts'
import { Slices } from '../../../core/base/slices.ts'
import { batchAt, markerAt } from '../../support/scripted-broker.ts'

const ALL: Wanted = { test: null, fromTimestamp: null, untilTimestamp: null, withAborted: false }
const EVERYTHING: Keep = { which: 'first', count: Infinity }

async function filtered(bytes: Buffer, wanted: Partial<Wanted> = {}, range = { partition: 0, from: 0, until: 1_000 }, most = Infinity) {
  const filter = new RecordFilter({ ...ALL, ...wanted }, new Slices(systemClock, new AbortController().signal))
  const found: number[] = []
  const result = await filter.filter({ bytes, outcomeOf: () => null }, range, EVERYTHING, (record) => found.length < most && found.push(Number(record.offset)) > 0)
  return { found, scanned: filter.lookedAt.records, ...result }
}

const stamped = (baseOffset: number, timestamps: number[], atMs?: number): Buffer => {
  const batch = batchAt(baseOffset, [], { records: timestamps.map((timestamp) => ({ key: null, value: Buffer.from('v'), timestamp })) })
  if (atMs !== undefined) setLogAppendTime(batch, 0, atMs)
  return batch
}

it('gives the records of a range, and counts those it has looked at', async () => {
  const bytes = Buffer.concat([batchAt(0, ['a', 'b', 'c']), markerAt(3), batchAt(10, ['d', 'e', 'f'])])
  expect(await filtered(bytes, {}, { partition: 0, from: 1, until: 12 })).toMatchObject({ found: [1, 2, 10, 11], scanned: 4, nextOffset: 12, firstTimestamp: 0, lastTimestamp: 10 })
  expect(await filtered(bytes, {}, { partition: 0, from: 3, until: 10 })).toMatchObject({ found: [], scanned: 0, nextOffset: 4 })
})

it('stops where no more is wanted, and tells where that was', async () => {
  const bytes = Buffer.concat([batchAt(0, ['a', 'b', 'c']), batchAt(10, ['d', 'e'])])
  expect(await filtered(bytes, {}, undefined, 4)).toMatchObject({ found: [0, 1, 2, 10], scanned: 4, nextOffset: 11 })
})

it('finds every record that contains a text, once, across windows and between many that do not', async () => {
  const values = Array.from({ length: 900 }, (_, i) => (i % 300 === 150 ? `${'x'.repeat(1_000)}needle and needle` : 'x'.repeat(1_000)))
  expect(await filtered(batchAt(0, values), { test: recordTestOf(parseQuery('needle')!) })).toMatchObject({ found: [150, 450, 750], scanned: 900, firstTimestamp: 0, lastTimestamp: 0 })
})

it('does not take for a find what crosses from one field or record to the next', async () => {
  const records = [
    { key: Buffer.from('nee'), value: Buffer.from('dle') },
    { key: null, value: Buffer.from('needl') },
    { key: Buffer.from('e'), value: Buffer.from('a needle') },
  ]
  expect((await filtered(batchAt(0, [], { records }), { test: recordTestOf(parseQuery('needle')!) })).found).toEqual([2])
})

it('keeps to times, in whatever order they come', async () => {
  const bytes = Buffer.concat([stamped(0, [1, 50, 9]), stamped(3, [12, 3, 30, 10]), stamped(7, [2])])
  expect(await filtered(bytes, { fromTimestamp: 9n, untilTimestamp: 30n })).toMatchObject({ found: [2, 3, 6], scanned: 8, nextOffset: 8, laterFrom: null })
})

it('reads past a late record of a producer, but not past what the broker has stamped a minute after the end', async () => {
  const bytes = Buffer.concat([stamped(0, [5], 100), stamped(1, [5], 400), stamped(2, [5], 60_400), stamped(3, [5], 100)])
  expect(await filtered(bytes, { fromTimestamp: 0n, untilTimestamp: 400n })).toMatchObject({ found: [0], scanned: 2, nextOffset: 2, laterFrom: 2 })
})

it('tells what it could not decode, and where that ends, after what it could', async () => {
  const bytes = Buffer.concat([batchAt(0, ['a']), batchAt(1, ['b', 'c'], { codec: 1 }).fill(0xee, 61), batchAt(3, ['d'])])
  const { found, nextOffset, failed } = await filtered(bytes)
  expect([found, nextOffset, failed?.endOffset, failed?.error.message]).toEqual([[0], 1, 3, expect.stringContaining('gzip')])
})

it('lets the event loop go on in between, and stops soon when nobody waits any more', async () => {
  const stop = new AbortController()
  let nowMs = 0
  const clock = { now: () => nowMs, monotonic: () => (nowMs += 1) }
  const filter = new RecordFilter(ALL, new Slices(clock, stop.signal))
  let turns = 0
  const count = (): void => {
    if (++turns === 5) stop.abort()
    else setImmediate(count)
  }
  setImmediate(count)
  await filter.filter({ bytes: batchAt(0, Array.from({ length: 10_000 }, () => 'v')), outcomeOf: () => null }, { partition: 0, from: 0, until: 10_000 }, EVERYTHING, () => true)
  expect(turns).toBe(5)
  expect(filter.lookedAt.records).toBeLessThan(100)
})
