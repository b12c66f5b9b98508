import { expect, it } from 'vitest'
import { TailBuffer } from '../../../core/scan/tail-buffer.ts'

interface Found {
  readonly offset: bigint
  readonly text: string
}

/** Records one after the other, the last of which is right before `nextOffset`. */
function arrival(partition: number, texts: string[], nextOffset: number, received = texts.length) {
  const found = texts.map((text, index): Found => ({ text, offset: BigInt(nextOffset - texts.length + index) }))
  return { partition, found, received, nextOffset, project: ({ text }: Found): string => text }
}

const bufferOf = (maxRows: number, maxBatchRows = maxRows) => new TailBuffer<string>(maxRows, maxBatchRows)

it('keeps the newest rows when its reader is slow, and counts what it left out', async () => {
  const buffer = bufferOf(3)
  buffer.add(arrival(0, ['a', 'b'], 2))
  buffer.add(arrival(1, ['c', 'd'], 9))
  buffer.add(arrival(0, ['e'], 3))
  expect(buffer.take()).toEqual({ rows: ['c', 'd', 'e'], droppedFromView: 2, received: 5, matched: 5, positions: [{ partition: 0, offset: 3 }, { partition: 1, offset: 9 }], errors: [] })
  buffer.add(arrival(0, ['f'], 4))
  expect(buffer.take()).toEqual({ rows: ['f'], droppedFromView: 0, received: 6, matched: 6, positions: [{ partition: 0, offset: 4 }], errors: [] })
})

it('does not make rows of records that have no place', () => {
  const made: string[] = []
  const buffer = bufferOf(2)
  buffer.add({ ...arrival(0, ['a', 'b', 'c', 'd'], 4), project: ({ text }) => (made.push(text), text) })
  expect([made, buffer.take().droppedFromView]).toEqual([['c', 'd'], 2])
})

it('has news at first, then when something changes, and none any more when closed', async () => {
  const buffer = bufferOf(2)
  expect(await buffer.news()).toBe(true)
  buffer.take()
  const waiting = buffer.news()
  buffer.fail(0, 'gone')
  expect(await waiting).toBe(true)
  expect(buffer.take().errors).toEqual([{ partition: 0, message: 'gone' }])
  expect(buffer.take().errors).toEqual([{ partition: 0, message: 'gone' }])
  const ending = buffer.news()
  buffer.close()
  expect([await ending, await buffer.news()]).toEqual([false, false])
})

it('tells that a partition works again', async () => {
  const buffer = bufferOf(2)
  buffer.fail(0, 'gone')
  buffer.fail(1, 'gone too')
  buffer.recover(0)
  buffer.add(arrival(1, [], 5))
  expect(buffer.take()).toMatchObject({ errors: [], positions: [{ partition: 1, offset: 5 }] })
})

it('counts what arrived apart from what was found in it', () => {
  const buffer = bufferOf(3)
  buffer.add(arrival(0, ['a'], 100, 100))
  buffer.add(arrival(0, [], 150, 50))
  expect(buffer.take()).toMatchObject({ rows: ['a'], received: 150, matched: 1, droppedFromView: 0, positions: [{ partition: 0, offset: 150 }] })
})

it('hands a burst out in batches, and tells positions that a lost reader can come back to', async () => {
  const buffer = bufferOf(10, 2)
  buffer.add(arrival(0, ['a', 'b', 'c'], 13))
  buffer.add(arrival(1, ['d'], 8))
  expect(buffer.take()).toMatchObject({ rows: ['a', 'b'], received: 4, positions: [{ partition: 0, offset: 12 }, { partition: 1, offset: 7 }] })
  expect(await buffer.news()).toBe(true)
  expect(buffer.take()).toMatchObject({ rows: ['c', 'd'], droppedFromView: 0, positions: [{ partition: 0, offset: 13 }, { partition: 1, offset: 8 }] })
  expect(buffer.take()).toMatchObject({ rows: [], positions: [] })
})
