import { expect, it } from 'vitest'
import { decodeFetched } from '../../../core/client/client-record.ts'
import { encodeBatch, readBatchHeader, setLogAppendTime } from '../../../core/protocol/records/record-batch.ts'
import { RecordWalk } from '../../../core/scan/record-walk.ts'

const RECORDS = [
  { key: Buffer.from('key'), value: Buffer.from('value'), timestamp: 5 },
  { key: null, value: null, timestamp: 9e12 },
  { key: Buffer.alloc(0), value: Buffer.from([0xff]), headers: [{ key: 'h', value: null }, { key: 'ü', value: Buffer.from('w') }], timestamp: 1 },
]

function walkOf(batch: Buffer): RecordWalk {
  return new RecordWalk(batch, 0, readBatchHeader(batch, 0), batch.subarray(61))
}

it.each([
  ['stamped by the producer', (batch: Buffer) => batch],
  ['stamped by the broker', (batch: Buffer) => (setLogAppendTime(batch, 0, 77), batch)],
])('gives each record as the decoder does, %s', (_what, stamp) => {
  const batch = stamp(encodeBatch({ records: RECORDS, baseOffset: 40 }))
  const walk = walkOf(batch)
  const seen = []
  while (walk.next()) seen.push(walk.record(3))
  expect(seen).toEqual(decodeFetched(3, batch, 0).records)
})

it('knows what lies within one field, and what lies between or across', () => {
  const batch = encodeBatch({ records: [{ key: Buffer.from('abc'), value: Buffer.from('def'), headers: [{ key: 'ghi', value: Buffer.from('jkl') }] }] })
  const walk = walkOf(batch)
  walk.next()
  const within = (text: string): boolean => walk.isWithinField(walk.records.indexOf(text), Buffer.byteLength(text))
  expect(['abc', 'bc', 'def', 'ghi', 'jkl', 'l'].map(within)).toEqual([true, true, true, true, true, true])
  const keyAt = walk.records.indexOf('abc')
  expect([walk.isWithinField(keyAt, 4), walk.isWithinField(keyAt - 1, 1), walk.isWithinField(keyAt - 1, 2), walk.isWithinField(walk.end - 1, 2)]).toEqual([false, false, false, false])
})

it('passes records by without opening them', () => {
  const walk = walkOf(encodeBatch({ records: RECORDS, baseOffset: 40 }))
  walk.next()
  walk.next()
  walk.next()
  expect([walk.offset, walk.timestamp, walk.next()]).toEqual([42, 1n, false])
})

it.each([
  ['a record longer than the batch', (records: Buffer) => (records[0] = 0x7e), /^A record claims 63 bytes/],
  ['a key longer than its record', (records: Buffer) => (records[4] = 0x40), /bytes are needed|A record ends at byte/],
  ['a negative length', (records: Buffer) => (records[4] = 0x03), /^The length before byte 5 is -2/],
])('refuses %s', (_what, damage, expected) => {
  const batch = encodeBatch({ records: [{ key: Buffer.from('k'), value: Buffer.from('v') }] })
  damage(batch.subarray(61))
  const walk = walkOf(batch)
  expect(() => {
    walk.next()
    walk.record(0)
  }).toThrow(expected)
})

it('refuses what is left behind the last record', () => {
  const batch = encodeBatch({ records: [{ key: null, value: null }] })
  const walk = new RecordWalk(batch, 0, readBatchHeader(batch, 0), Buffer.concat([batch.subarray(61), Buffer.from('xx')]))
  walk.next()
  expect(() => walk.next()).toThrow('2 bytes are left after the 1 records of the batch.')
})
