import { expect, it } from 'vitest'
import { ProtocolError } from '../../../../core/protocol/protocol-error.ts'
import { type RawRecord, visitRawRecords } from '../../../../core/protocol/records/raw-records.ts'
import { BATCH_HEADER_BYTES, encodeBatch } from '../../../../core/protocol/records/record-batch.ts'

const body = encodeBatch({
  records: [
    { key: Buffer.from('one'), value: Buffer.from('value'), timestamp: 1000 },
    { key: null, value: Buffer.alloc(0), timestamp: 999 },
    { key: Buffer.alloc(0), value: null, headers: [{ key: 'h', value: null }], timestamp: 5000 },
  ],
}).subarray(BATCH_HEADER_BYTES)

function visited(bytes: Buffer, count: number): RawRecord[] {
  const records: RawRecord[] = []
  visitRawRecords(bytes, count, (record) => void records.push({ ...record }))
  return records
}

it('tells where each record lies, its key, and whether it is a tombstone', () => {
  const records = visited(body, 3)
  expect(records.map(({ offsetDelta, timestampDelta, keyLength, isTombstone }) => [offsetDelta, timestampDelta, keyLength, isTombstone])).toEqual([
    [0, 0, 3, false],
    [1, -1, -1, false],
    [2, 4000, 0, true],
  ])
  expect(body.toString('latin1', records[0]!.keyAt, records[0]!.keyAt + 3)).toBe('one')
  expect(records.map(({ start, end }) => [start, end])).toEqual([[0, records[1]!.start], [records[0]!.end, records[2]!.start], [records[1]!.end, body.length]])
})

it('refuses bytes that do not hold the records that were promised, with nothing but a ProtocolError', () => {
  expect(() => visited(body, 2)).toThrow(ProtocolError)
  expect(() => visited(body, 4)).toThrow(ProtocolError)
  for (let at = 0; at < body.length; at++) {
    for (const byte of [0x00, 0x7f, 0x80, 0xff]) {
      const damaged = Buffer.from(body)
      damaged[at] = byte
      try {
        visited(damaged, 3)
      } catch (error) {
        expect(error).toBeInstanceOf(ProtocolError)
      }
    }
  }
})
