import { expect, it } from 'vitest'
import { TailBuffer } from '../../../core/scan/tail-buffer.ts'

const arrival = (partition: number, found: string[], nextOffset: number, received = found.length) => ({ partition, found, received, nextOffset, project: (record: string): string => record })

it('keeps the newest rows when its reader is slow, and counts what it left out', async () => {
  const buffer = new TailBuffer<string>(3)
  buffer.add(arrival(0, ['a', 'b'], 2))
  buffer.add(arrival(1, ['c', 'd'], 9))
  buffer.add(arrival(0, ['e'], 3))
  expect(buffer.take()).toEqual({ rows: ['c', 'd', 'e'], droppedFromView: 2, received: 5, matched: 5, positions: [{ partition: 0, offset: 3 }, { partition: 1, offset: 9 }], errors: [] })
  buffer.add(arrival(0, ['f'], 4))
  expect(buffer.take()).toEqual({ rows: ['f'], droppedFromView: 0, received: 6, matched: 6, positions: [{ partition: 0, offset: 4 }], errors: [] })
})

it('does not make rows of records that have no place', () => {
  const made: string[] = []
  const buffer = new TailBuffer<string>(2)
  buffer.add({ ...arrival(0, ['a', 'b', 'c', 'd'], 4), project: (record) => (made.push(record), record) })
  expect([made, buffer.take().droppedFromView]).toEqual([['c', 'd'], 2])
})

it('has news at first, then when something changes, and none any more when closed', async () => {
  const buffer = new TailBuffer<string>(2)
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
  const buffer = new TailBuffer<string>(2)
  buffer.fail(0, 'gone')
  buffer.fail(1, 'gone too')
  buffer.recover(0)
  buffer.add(arrival(1, [], 5))
  expect(buffer.take()).toMatchObject({ errors: [], positions: [{ partition: 1, offset: 5 }] })
})

it('counts what arrived apart from what was found in it', () => {
  const buffer = new TailBuffer<string>(3)
  buffer.add(arrival(0, ['a'], 100, 100))
  buffer.add(arrival(0, [], 150, 50))
  expect(buffer.take()).toMatchObject({ rows: ['a'], received: 150, matched: 1, droppedFromView: 0, positions: [{ partition: 0, offset: 150 }] })
})
