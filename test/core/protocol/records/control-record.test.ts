// Markers: the bytes that Kafka's own clients expect, and back.
import { describe, expect, it } from 'vitest'
import { encodeMarker, readMarker } from '../../../../core/protocol/records/control-record.ts'
import { batchCrcIsValid, encodeBatch, isControl, isTransactional, readBatchHeader } from '../../../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../../../core/protocol/records/record.ts'

const MARKER = { producerId: 7, producerEpoch: 3, coordinatorEpoch: 2, isCommit: true }

describe('a marker', () => {
  it('is one transactional control record without a sequence', () => {
    const batch = encodeMarker(MARKER, 1000)
    const header = readBatchHeader(batch, 0)
    expect([isControl(header.attributes), isTransactional(header.attributes), batchCrcIsValid(batch, 0, header)]).toEqual([true, true, true])
    expect(header).toMatchObject({ producerId: 7, producerEpoch: 3, baseSequence: -1, recordCount: 1, maxTimestamp: 1000 })
    const [record] = decodeRecords(batch, 0, header)
    expect([record!.key!.toString('hex'), record!.value!.toString('hex')]).toEqual(['00000001', '000000000002'])
  })

  it.each([true, false])('is read as it was written (commit: %s)', (isCommit) => {
    const batch = encodeMarker({ ...MARKER, isCommit }, 1000)
    expect(readMarker(batch, 0, readBatchHeader(batch, 0))).toEqual({ ...MARKER, isCommit })
  })

  it.each([
    ['no key', null, Buffer.alloc(6), 'The control batch at offset 0 has no type.'],
    ['a short value', Buffer.from('00000001', 'hex'), Buffer.alloc(2), 'The marker at offset 0 has no coordinator epoch.'],
  ])('with %s is refused', (_what, key, value, message) => {
    const batch = encodeBatch({ records: [{ key, value }], control: true, transactional: true, producerId: 1, producerEpoch: 0 })
    expect(() => readMarker(batch, 0, readBatchHeader(batch, 0))).toThrow(message)
  })

  it('is not what another control record is: a leader change says nothing of transactions', () => {
    const batch = encodeBatch({ records: [{ key: Buffer.from('00000002', 'hex'), value: Buffer.alloc(6) }], control: true })
    expect(readMarker(batch, 0, readBatchHeader(batch, 0))).toBeUndefined()
  })
})
