import { describe, expect, it } from 'vitest'
import { FailureIndex } from '../../../../core/deadletters/index/failure-index.ts'
import { failuresTable, indexedTopicsTable } from '../../../../core/storage/workbench-tables.ts'
import { STACK, T0, u8 } from '../../../support/dead-letters.ts'
import { failed, startIndexWorld } from '../../../support/failure-index.ts'
import { connect, TestProducer } from '../../../support/transactions.ts'

const MARK = { text: 'Looked at.', jobId: null }

it('reads a topic once, and then only what is new', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq', 2)
  await world.write('orders-dlq', [{ headers: failed('E', 'one') }, { partition: 1, headers: failed('E', 'two') }])
  expect(await world.refresh('orders-dlq')).toMatchObject({ arrived: 2, scannedOffsets: 2, totalOffsets: 2, partitionCount: 2, isComplete: true, error: null })
  expect(await world.refresh('orders-dlq')).toMatchObject({ arrived: 0, totalOffsets: 0, isComplete: true })
  await world.write('orders-dlq', [{ headers: failed('E', 'three') }])
  const { index, ...rest } = await world.refresh('orders-dlq')
  expect(rest).toMatchObject({ arrived: 1, totalOffsets: 1 })
  expect(world.index.select([index], 'cluster', {}).map(({ message }) => message)).toEqual(['one', 'three', 'two'])
  expect(index.counts()).toEqual({ known: 3, newSinceVisit: 3, oldestMs: T0, newestMs: T0 })
})

it('tells what has arrived once it is durable, and how far it is', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  await world.write('orders-dlq', [{ headers: failed('E', 'one') }])
  const arrived: string[] = []
  world.index.arrivals.on(({ clusterId, topic, entries }) => arrived.push(`${clusterId} ${topic} ${entries.map(({ offset }) => offset).join(' ')} of ${world.store.entries(failuresTable).length}`))
  const progress: unknown[] = []
  await world.refresh('orders-dlq', { onProgress: (step) => progress.push(step) })
  expect(arrived).toEqual(['cluster orders-dlq 0 of 1'])
  expect(progress).toEqual([{ scannedOffsets: 1, totalOffsets: 1 }])
})

it('the whole failure is kept, its stack with the messages of this one', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  const headers = (article: string) => [...failed('E', 'outer'), u8('exception-stack', STACK.replace('4711', article))]
  await world.write('orders-dlq', ['1', '2'].map((article) => ({ headers: headers(article) })))
  const { index } = await world.refresh('orders-dlq')
  await world.reopen()
  const again = await world.index.topic('cluster', index.topicId, 'orders-dlq')
  expect(world.index.get(again, 0, 1)).toMatchObject({ dialect: 'wolverine', error: { class: 'E', message: 'outer', rootMessage: 'No price for article 2', stack: STACK.replace('4711', '2') }, lastFailureAt: T0 })
  expect(world.index.get(again, 0, 9)).toBeUndefined()
})

it('is the same after a start, and goes on where it was', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq', 2)
  await world.write('orders-dlq', Array.from({ length: 1_200 }, (_, i) => ({ partition: i % 2, key: `k${i}`, headers: failed('E', `message ${i}`, { offset: i }) })))
  const { index } = await world.refresh('orders-dlq')
  const before = world.index.select([index], 'cluster', {})
  await world.reopen()
  const again = await world.index.topic('cluster', index.topicId, 'orders-dlq')
  expect(world.index.select([again], 'cluster', {})).toEqual(before)
  expect(await world.refresh('orders-dlq')).toMatchObject({ arrived: 0, totalOffsets: 0 })
})

it('what retention takes stays known as gone', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  await world.write('orders-dlq', [{ headers: failed('E', 'one') }])
  await world.write('orders-dlq', [{ headers: failed('E', 'two') }])
  const { index } = await world.refresh('orders-dlq')
  index.record.starts = { 0: 1 }
  expect(world.index.select([index], 'cluster', {}).map(({ message }) => message)).toEqual(['two'])
  const all = world.index.select([index], 'cluster', { includeGone: true })
  expect(all.map((entry) => [entry.message, index.isGone(entry)])).toEqual([['one', true], ['two', false]])
  expect(index.counts().known).toBe(1)
})

it('a topic that was created anew is another one', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  await world.write('orders-dlq', [{ headers: failed('E', 'old') }])
  const old = await world.refresh('orders-dlq')
  await world.delete('orders-dlq')
  await world.create('orders-dlq')
  await world.write('orders-dlq', [{ headers: failed('E', 'new') }])
  const { index } = await world.refresh('orders-dlq')
  expect(index.topicId).not.toBe(old.index.topicId)
  expect(index.record.number).not.toBe(old.index.record.number)
  expect(world.index.select([index], 'cluster', {}).map(({ message }) => message)).toEqual(['new'])
})

it('two refreshes at once read a record once', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  await world.write('orders-dlq', [{ headers: failed('E', 'one') }])
  const both = await Promise.all([world.refresh('orders-dlq'), world.refresh('orders-dlq')])
  expect(both.map(({ arrived }) => arrived)).toEqual([1, 0])
})

it('many topics at once get numbers of their own', async () => {
  const world = await startIndexWorld()
  const indexes = await Promise.all(['a', 'b', 'c'].map(async (topic) => world.index.topic('cluster', `id-${topic}`, topic)))
  expect(indexes.map(({ record }) => record.number)).toEqual([1, 2, 3])
  await world.reopen()
  expect((await world.index.topic('cluster', 'id-d', 'd')).record.number).toBe(4)
})

it('is rebuilt from the log; what a person has said stays', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  await world.write('orders-dlq', [{ headers: failed('E', 'one') }, { headers: failed('E', 'two') }])
  const { index } = await world.refresh('orders-dlq')
  await world.index.mark(index, [{ partition: 0, offset: 1 }], 'ignored', MARK)
  await world.index.rebuild('cluster', index.topicId, 'orders-dlq')
  expect([world.index.select([index], 'cluster', {}), world.store.entries(failuresTable)]).toEqual([[], []])
  expect(await world.refresh('orders-dlq')).toMatchObject({ arrived: 2 })
  expect(world.index.select([index], 'cluster', {}).map(({ state }) => state)).toEqual(['new', 'ignored'])
})

it('is read again by another decoder and by other rules', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  await world.write('orders-dlq', [{ headers: [] }])
  const { index } = await world.refresh('orders-dlq')
  const entries = () => world.index.select([index], 'cluster', {})
  expect(entries()[0]!.originTopic).toBeNull()
  expect(await world.refresh('orders-dlq', { rules: 'said', context: { clusterId: 'cluster', origin: 'payments' } })).toMatchObject({ arrived: 1 })
  expect(entries()[0]!.originTopic).toBe('payments')
  await world.store.commit([indexedTopicsTable.put(index.key, { ...index.record, version: 0 })])
  await world.reopen()
  expect(await world.refresh('orders-dlq', { rules: 'said' })).toMatchObject({ arrived: 1 })
})

describe('states and notes', () => {
  it('are kept by record, with their history', async () => {
    const world = await startIndexWorld()
    await world.create('orders-dlq')
    await world.write('orders-dlq', [{ headers: failed('E', 'one') }, { headers: failed('E', 'two') }])
    const { index } = await world.refresh('orders-dlq')
    const key = { clusterId: 'cluster', topic: 'orders-dlq', topicId: index.topicId, partition: 0, offset: 0 }
    expect(await world.index.markOutcome([key], 'replayed', { text: 'Replayed.', jobId: 'job-1' })).toBe(1)
    await world.time.advance(1_000)
    expect(await world.index.markOutcome([key], 'bounced', { text: 'It came back.', jobId: 'job-1' })).toBe(1)
    expect(await world.index.markOutcome([key], 'bounced', { text: 'It came back.', jobId: 'job-1' })).toBe(0)
    await world.index.setNote(index, key, 'waits for the fix')
    await world.reopen()
    const again = await world.index.topic('cluster', index.topicId, 'orders-dlq')
    expect(world.index.triageOf(again, key)).toEqual({
      state: 'bounced',
      note: 'waits for the fix',
      history: [{ atMs: T0 + 3_600_000, text: 'Replayed.', jobId: 'job-1' }, { atMs: T0 + 3_601_000, text: 'It came back.', jobId: 'job-1' }],
    })
    expect(again.get(0, 0)?.state).toBe('bounced')
    expect(again.get(0, 1)?.state).toBe('new')
  })

  it('of a record that was not read yet wait for it', async () => {
    const world = await startIndexWorld()
    await world.create('orders-dlq')
    const { index } = await world.refresh('orders-dlq')
    await world.index.mark(index, [{ partition: 0, offset: 0 }], 'resolved', MARK)
    await world.write('orders-dlq', [{ headers: failed('E', 'one') }])
    await world.refresh('orders-dlq')
    expect(index.get(0, 0)?.state).toBe('resolved')
  })

  it('a visit makes what there is old', async () => {
    const world = await startIndexWorld()
    await world.create('orders-dlq')
    await world.write('orders-dlq', [{ headers: failed('E', 'one') }])
    const { index } = await world.refresh('orders-dlq')
    await world.index.markVisited(index)
    await world.write('orders-dlq', [{ headers: failed('E', 'two') }])
    await world.refresh('orders-dlq')
    expect(index.counts()).toMatchObject({ known: 2, newSinceVisit: 1 })
  })
})

it('every change makes a new version', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  await world.write('orders-dlq', [{ headers: failed('E', 'one') }])
  const versions = [world.index.version]
  const { index } = await world.refresh('orders-dlq')
  versions.push(world.index.version)
  await world.refresh('orders-dlq')
  versions.push(world.index.version)
  await world.index.mark(index, [{ partition: 0, offset: 0 }], 'resolved', MARK)
  versions.push(world.index.version)
  expect(versions).toEqual([0, 1, 1, 2])
})

it('what an open transaction has written is shown as open, and looked at again until it is decided', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq')
  await world.write('orders-dlq', [{ value: 'before' }])
  const producer = await TestProducer.start(await connect(world.broker), 'txn')
  await producer.produce('orders-dlq', 0, ['in it'])
  const { index } = await world.refresh('orders-dlq')
  const outcomes = () => world.index.select([index], 'cluster', { includeAborted: true }).map(({ transaction }) => transaction)
  expect(outcomes()).toEqual([null, 'open'])
  expect(world.index.select([index], 'cluster', {})).toHaveLength(1)
  expect(await world.refresh('orders-dlq')).toMatchObject({ arrived: 0, isComplete: true })
  await producer.end(false)
  expect(await world.refresh('orders-dlq')).toMatchObject({ arrived: 1 })
  expect(outcomes()).toEqual([null, 'aborted'])
  expect(await world.refresh('orders-dlq')).toMatchObject({ arrived: 0, totalOffsets: 0 })
})

it('rejects for a topic that is not there', async () => {
  const world = await startIndexWorld()
  await expect(world.refresh('nowhere')).rejects.toThrow('There is no topic "nowhere".')
})

it('stops where it is when nobody waits any more, and goes on there', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq', 2)
  await world.write('orders-dlq', [{ headers: failed('E', 'one') }, { partition: 1, headers: failed('E', 'two') }])
  const leaving = new AbortController()
  const half = await world.refresh('orders-dlq', { signal: leaving.signal, onProgress: () => leaving.abort() })
  expect(half).toMatchObject({ arrived: 1, scannedOffsets: 1, totalOffsets: 2, isComplete: false })
  expect(await world.refresh('orders-dlq')).toMatchObject({ arrived: 1, isComplete: true })
})

it('knows of clusters apart', async () => {
  const world = await startIndexWorld()
  await world.index.topic('a', 'x', 'orders-dlq')
  await world.index.topic('b', 'x', 'orders-dlq')
  expect((await world.index.loaded('a')).map(({ key }) => key)).toEqual(['a/x'])
  expect(new FailureIndex({ store: world.store, clock: world.time }).version).toBe(0)
})
