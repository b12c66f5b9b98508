// A reading under way: what is shown, when it goes on by itself, what Stop keeps, and how far pages come back.
import { expect, it } from 'vitest'
import type { ReadingEvent, TailEvent } from '../../../../core/contract/messages.ts'
import { type Asked, type Browse, TopicReading } from '../../../../renderer/features/messages/topic-reading.ts'
import { row, ScriptedTopic, seeded } from './scripted-topic.ts'

const NEWEST: Asked = { id: 'newest', words: 'The newest records', start: { kind: 'newest' }, limit: 200, withAborted: false, filter: '', partitions: null }
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20_000; turn += 1) await Promise.resolve()
}

const failureOf = (error: unknown) => ({ message: (error as Error).message, remedy: '', step: null, code: 'X' })
const readingOf = (browse: Browse): TopicReading =>
  new TopicReading({ browse, now: () => 0, onFrame: (run) => run(), failureOf }, 10_000)
const onTopic = (topic: ScriptedTopic): TopicReading => readingOf(async (input) => topic.browse(input))

const tailEvent = (offset: number): TailEvent => ({
  rows: [row(0, offset)],
  positions: [{ partition: 0, offset: BigInt(offset) + 1n }],
  droppedFromView: 0,
  received: 1,
  matched: 1,
  errors: [],
})

/** Streams whose events are handed out by the test. */
function byHand(): { browse: Browse; say: (event: Partial<ReadingEvent>) => Promise<void>; fail: (error: Error) => Promise<void>; calls: number } {
  let waiting: PromiseWithResolvers<Partial<ReadingEvent>> = Promise.withResolvers()
  const hand = {
    calls: 0,
    browse: async () => {
      hand.calls += 1
      waiting = Promise.withResolvers()
      return (async function* () {
        for (let ended: unknown = null; ended === null; ) {
          const event = await waiting.promise
          waiting = Promise.withResolvers()
          ended = event.ended ?? null
          yield { rows: [], coverage: [COVERED], scannedRecords: 0, scannedBytes: 0, hiddenRecords: 0, failedTests: 0, firstFailedTest: null, readAtMs: 1, ended: null, ...event }
        }
      })()
    },
    say: async (event: Partial<ReadingEvent>) => (waiting.resolve(event), await settled()),
    fail: async (error: Error) => (waiting.reject(error), await settled()),
  }
  return hand
}
const COVERED = { partition: 0, startOffset: 0n, endOffset: 100n, fromOffset: 90n, toOffset: 100n, error: null }

it('reads the newest, and goes on by itself only near the end of what was read', async () => {
  const topic = ScriptedTopic.random(3, 5_000, seeded(1))
  const reading = onTopic(topic)
  reading.begin(NEWEST)
  await settled()
  expect(reading.snapshot()).toMatchObject({ ended: 'limit', busy: false, found: 200, scannedRecords: 200, rows: { count: 200 } })
  reading.look(0, 40, null)
  await settled()
  expect(topic.asked).toHaveLength(1)
  reading.look(100, 140, null)
  await settled()
  expect(topic.asked).toHaveLength(1)
  reading.look(120, 160, null)
  await settled()
  expect(reading.snapshot()).toMatchObject({ ended: 'limit', found: 2_200, scannedRecords: 2_200, rows: { count: 2_200 } })
})

it('goes on again where one has come to the end while it was reading', async () => {
  const hand = byHand()
  const reading = readingOf(hand.browse)
  reading.begin(NEWEST)
  await settled()
  reading.look(1, 1, null)
  await hand.say({ rows: [row(0, 95)] })
  reading.look(1, 1, null)
  expect(hand.calls).toBe(1)
  await hand.say({ rows: [row(0, 94)], ended: 'limit' })
  expect(hand.calls).toBe(2)
})

it('does not go on by itself where all rows fit on the screen', async () => {
  const topic = ScriptedTopic.random(1, 300, seeded(6))
  const reading = onTopic(topic)
  reading.begin({ ...NEWEST, limit: 5 })
  await settled()
  reading.look(0, 4, null)
  await settled()
  expect(topic.asked).toHaveLength(1)
})

it('asks in turns for more than one call may bring', async () => {
  const topic = ScriptedTopic.random(2, 6_000, seeded(2))
  const reading = onTopic(topic)
  reading.begin({ ...NEWEST, limit: 4_500 })
  await settled()
  expect(topic.asked.map(({ limit }) => limit)).toEqual([2_000, 2_000, 500])
  expect(reading.snapshot()).toMatchObject({ ended: 'limit', found: 4_500, scannedRecords: 4_500 })
})

it('scrolls through all of a topic and back with a bounded number of rows', async () => {
  const topic = ScriptedTopic.random(4, 30_000, seeded(3))
  const reading = onTopic(topic)
  reading.begin(NEWEST)
  await settled()
  const firstRow = reading.snapshot().rows.at(0)
  while (reading.snapshot().ended !== 'complete') {
    const { count } = reading.snapshot().rows
    reading.look(count - 40, count - 1, null)
    await settled()
  }
  const { rows } = reading.snapshot()
  expect(rows.count).toBe(topic.partitions.flat().length)
  expect(rows.at(0)).toBeUndefined()
  reading.look(0, 40, null)
  await settled()
  expect(reading.snapshot().rows.at(0)).toEqual(firstRow)
  expect(reading.snapshot().rows.at(20_000)).toBeUndefined()
})

it('shows what was there before until the next reading has something', async () => {
  const hand = byHand()
  const reading = readingOf(hand.browse)
  reading.begin(NEWEST)
  await settled()
  await hand.say({ rows: [row(0, 90)], ended: 'complete' })
  reading.begin({ ...NEWEST, filter: 'x' })
  await settled()
  expect(reading.snapshot()).toMatchObject({ busy: true, ended: 'complete', asked: { filter: '' }, rows: { count: 1 } })
  await hand.say({ rows: [], scannedRecords: 10 })
  expect(reading.snapshot()).toMatchObject({ busy: true, ended: null, asked: { filter: 'x' }, rows: { count: 0 }, scannedRecords: 10 })
})

it('keeps what was there, and says why, when the next reading fails', async () => {
  const hand = byHand()
  const reading = readingOf(hand.browse)
  reading.begin(NEWEST)
  await settled()
  await hand.say({ rows: [row(0, 90)], ended: 'complete' })
  reading.begin({ ...NEWEST, filter: 'x' })
  await settled()
  await hand.fail(new Error('gone'))
  expect(reading.snapshot()).toMatchObject({ busy: false, ended: 'complete', failure: { message: 'gone' }, rows: { count: 1 } })
})

it('Stop keeps what was found, and Continue goes on from there', async () => {
  const hand = byHand()
  const reading = readingOf(hand.browse)
  reading.begin({ ...NEWEST, filter: 'x' })
  await settled()
  await hand.say({ rows: [row(0, 95)], scannedRecords: 10, scannedBytes: 100 })
  reading.stop()
  expect(reading.snapshot()).toMatchObject({ busy: false, ended: 'stopped', rows: { count: 1 } })
  reading.look(0, 0, null)
  expect(hand.calls).toBe(1)
  reading.more()
  await settled()
  await hand.say({ rows: [row(0, 80)], scannedRecords: 5, scannedBytes: 50, coverage: [{ ...COVERED, fromOffset: 0n }], ended: 'complete' })
  expect(reading.snapshot()).toMatchObject({ ended: 'complete', found: 2, scannedRecords: 15, scannedBytes: 150, rows: { count: 2 } })
})

it('a budget that is used up waits to be continued by hand', async () => {
  const hand = byHand()
  const reading = readingOf(hand.browse)
  reading.begin(NEWEST)
  await settled()
  await hand.say({ rows: [row(0, 95)], ended: 'budget' })
  reading.look(0, 0, null)
  expect(hand.calls).toBe(1)
})

it('what arrives waits while paused or scrolled away, and comes in when both are over', async () => {
  const hand = byHand()
  const reading = readingOf(hand.browse)
  reading.begin(NEWEST)
  await settled()
  await hand.say({ rows: [row(0, 99)], ended: 'complete' })
  const { tail } = reading.snapshot()
  expect(tail).not.toBeNull()
  expect(reading.tailFrom()).toEqual([{ partition: 0, offset: 100n }])
  reading.setPaused(true)
  reading.setScrolled(true)
  reading.arrive(tailEvent(100))
  reading.setPaused(false)
  expect(reading.snapshot()).toMatchObject({ rows: { count: 1 }, live: { waiting: 1, received: 1 } })
  reading.setScrolled(false)
  expect(reading.snapshot()).toMatchObject({ rows: { count: 2 }, live: { waiting: 0 }, tail })
})

it('from the oldest, an offset or a time on there is no tail', async () => {
  const reading = onTopic(ScriptedTopic.random(1, 300, seeded(4)))
  reading.begin({ ...NEWEST, start: { kind: 'oldest' } })
  await settled()
  expect(reading.snapshot()).toMatchObject({ tail: null, found: 200 })
  expect(reading.snapshot().rows.at(0)!.offset).toBe(100n)
})

it('only what arrives: nothing is read', () => {
  const hand = byHand()
  const reading = readingOf(hand.browse)
  reading.begin({ ...NEWEST, start: null })
  expect(reading.snapshot()).toMatchObject({ busy: false, ended: 'complete', rows: { count: 0 } })
  expect(reading.snapshot().tail).not.toBeNull()
  reading.arrive(tailEvent(7))
  expect(reading.snapshot().rows.count).toBe(1)
  expect(hand.calls).toBe(0)
})

it('tries again what has failed: goes on where something is shown, begins where nothing is', async () => {
  const hand = byHand()
  const reading = readingOf(hand.browse)
  reading.begin(NEWEST)
  await settled()
  await hand.fail(new Error('lost'))
  expect(reading.snapshot()).toMatchObject({ asked: null, failure: { message: 'lost' } })
  reading.resume()
  await settled()
  await hand.say({ rows: [row(0, 95)] })
  await hand.fail(new Error('lost again'))
  expect(reading.snapshot()).toMatchObject({ ended: 'stopped', failure: { message: 'lost again' }, rows: { count: 1 } })
  reading.resume()
  await settled()
  await hand.say({ rows: [row(0, 80)], coverage: [{ ...COVERED, fromOffset: 0n }], ended: 'complete' })
  expect(reading.snapshot()).toMatchObject({ ended: 'complete', failure: null, rows: { count: 2 } })
})

it('an answer stands when one comes back to it, unless newer ones have arrived that nobody scrolled away from', async () => {
  const reading = onTopic(ScriptedTopic.random(1, 300, seeded(5)))
  const oldest: Asked = { ...NEWEST, id: 'oldest', start: { kind: 'oldest' } }
  reading.begin(oldest)
  await settled()
  expect([reading.stands(oldest), reading.stands(NEWEST)]).toEqual([true, false])
  reading.begin(NEWEST)
  await settled()
  expect(reading.stands(NEWEST)).toBe(false)
  reading.setScrolled(true)
  expect(reading.stands(NEWEST)).toBe(true)
})

it('goes on by itself over another connection when the one it used is lost, whichever is noticed first', async () => {
  const [first, second] = [byHand(), byHand()]
  const lost = Object.assign(new Error('lost'), { code: 'LOST' })
  const coded = (error: unknown) => ({ ...failureOf(error), code: (error as { code: string }).code })
  const reading = new TopicReading({ browse: first.browse, now: () => 0, onFrame: (run) => run(), failureOf: coded }, 10_000)
  reading.begin(NEWEST)
  await settled()
  await first.say({ rows: [row(0, 95)] })
  await first.fail(lost)
  expect([first.calls, second.calls]).toEqual([1, 0])
  reading.connect(second.browse)
  await settled()
  expect(second.calls).toBe(1)
  await second.say({ rows: [row(0, 94)] })
  reading.connect(first.browse)
  expect(first.calls).toBe(1)
  await second.fail(lost)
  expect(first.calls).toBe(2)
  expect(reading.snapshot()).toMatchObject({ failure: null, busy: true, rows: { count: 2 } })
})
