import { expect, it } from 'vitest'
import { TailBuffer } from '../../../core/client/tail-buffer.ts'

const same = (record: string): string => record

it('keeps the newest rows when its reader is slow, and counts what it left out', async () => {
  const buffer = new TailBuffer<string>(3)
  buffer.add(0, ['a', 'b'], 2, same)
  buffer.add(1, ['c', 'd'], 9, same)
  buffer.add(0, ['e'], 3, same)
  expect(buffer.take()).toEqual({ rows: ['c', 'd', 'e'], droppedFromView: 2, received: 5, positions: [{ partition: 0, offset: 3 }, { partition: 1, offset: 9 }], errors: [] })
  buffer.add(0, ['f'], 4, same)
  expect(buffer.take()).toEqual({ rows: ['f'], droppedFromView: 0, received: 6, positions: [{ partition: 0, offset: 4 }], errors: [] })
})

it('does not make rows of records that have no place', () => {
  const made: string[] = []
  const buffer = new TailBuffer<string>(2)
  buffer.add(0, ['a', 'b', 'c', 'd'], 4, (record) => (made.push(record), record))
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
  buffer.add(1, [], 5, same)
  expect(buffer.take()).toMatchObject({ errors: [], positions: [{ partition: 1, offset: 5 }] })
})
