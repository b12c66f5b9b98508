import { expect, it } from 'vitest'
import { decodeFetched } from '../../../core/client/client-record.ts'
import { setLogAppendTime } from '../../../core/protocol/records/record-batch.ts'
import { batchAt, markerAt } from '../../support/scripted-broker.ts'

const offsetsOf = (bytes: Buffer, from: number) => {
  const { records, nextOffset } = decodeFetched(0, bytes, from)
  return [records.map(({ offset }) => Number(offset)), nextOffset]
}

it('leaves out what lies before the offset asked for: a fetch begins with a whole batch', () => {
  expect(offsetsOf(Buffer.concat([batchAt(0, ['a', 'b', 'c']), batchAt(3, ['d'])]), 2)).toEqual([[2, 3], 4])
})

it('leaves out markers of transactions, and goes on after them', () => {
  expect(offsetsOf(Buffer.concat([batchAt(0, ['a']), markerAt(1), markerAt(2)]), 0)).toEqual([[0], 3])
})

it('stops before a batch that was cut off', () => {
  const whole = batchAt(0, ['a'])
  expect(offsetsOf(Buffer.concat([whole, batchAt(1, ['b']).subarray(0, 40)]), 0)).toEqual([[0], 1])
  expect(offsetsOf(Buffer.alloc(0), 7)).toEqual([[], 7])
})

it('says who set the time', () => {
  const stamped = batchAt(0, ['a', 'b'])
  setLogAppendTime(stamped, 0, 777)
  const { records } = decodeFetched(3, Buffer.concat([stamped, batchAt(2, ['c'])]), 0)
  expect(records.map(({ partition, timestamp, timestampType }) => [partition, timestamp, timestampType])).toEqual([
    [3, 777n, 'LogAppendTime'],
    [3, 777n, 'LogAppendTime'],
    [3, 2n, 'CreateTime'],
  ])
})
