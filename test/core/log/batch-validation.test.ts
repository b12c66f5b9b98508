// Every refusal of a produced batch: its error code, and that the checks come in Kafka's order.
import { describe, expect, it } from 'vitest'
import { AppendError } from '../../../core/log/append-error.ts'
import { validateBatch } from '../../../core/log/batch-validation.ts'
import type { LogConfigs } from '../../../core/log/log-configs.ts'
import { crc32c } from '../../../core/base/crc32c.ts'
import { encodeBatch, setLogAppendTime } from '../../../core/protocol/records/record-batch.ts'
import { batchOf, defaultLogConfigs } from '../../support/logs.ts'

const NOW = 1_700_000_000_000

function refusal(records: Buffer | null, configs: Partial<LogConfigs> = {}, version = 13): AppendError {
  try {
    validateBatch(records, version, { ...defaultLogConfigs, ...configs }, NOW)
  } catch (error) {
    if (error instanceof AppendError) return error
    throw error
  }
  throw new Error('the batch was accepted')
}

/** The batch with one header field changed and its CRC made right again. */
function changed(change: (batch: Buffer) => void, batch = batchOf(3, NOW)): Buffer {
  change(batch)
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17)
  return batch
}

const withoutKey = (): Buffer => encodeBatch({ records: [{ key: Buffer.from('a'), value: null, timestamp: NOW }, { key: null, value: Buffer.from('x'), timestamp: NOW }] })

describe('a produced batch', () => {
  it('is accepted when everything holds, with any codec', () => {
    for (const codec of [0, 1, 2, 3, 4] as const) expect(validateBatch(batchOf(3, NOW, { codec }), 13, defaultLogConfigs, NOW).recordCount).toBe(3)
  })

  const cases: [string, Buffer | null, string, Partial<LogConfigs>?, number?][] = [
    ['null records', null, 'INVALID_RECORD'],
    ['no records', Buffer.alloc(0), 'INVALID_RECORD'],
    ['two batches', Buffer.concat([batchOf(1, NOW), batchOf(1, NOW)]), 'INVALID_RECORD'],
    ['magic 1', changed((batch) => batch.writeInt8(1, 16)), 'INVALID_RECORD'],
    ['magic 3', changed((batch) => batch.writeInt8(3, 16)), 'CORRUPT_MESSAGE'],
    ['half a batch', batchOf(1, NOW).subarray(0, 40), 'INVALID_RECORD'],
    ['a size alone', batchOf(1, NOW).subarray(0, 12), 'INVALID_RECORD'],
    ['a length beyond what was sent', changed((batch) => batch.writeInt32BE(100_000, 8)), 'INVALID_RECORD'],
    ['a length that no header fits into', changed((batch) => batch.writeInt32BE(40, 8)), 'CORRUPT_MESSAGE'],
    ['a negative length', changed((batch) => batch.writeInt32BE(-5, 8)), 'CORRUPT_MESSAGE'],
    ['an unknown codec', changed((batch) => batch.writeInt16BE(7, 21)), 'UNSUPPORTED_COMPRESSION_TYPE'],
    ['zstd before Produce v7', batchOf(1, NOW, { codec: 4 }), 'UNSUPPORTED_COMPRESSION_TYPE', {}, 6],
    ['a base offset other than 0', batchOf(1, NOW, { baseOffset: 5 }), 'INVALID_RECORD'],
    ['more bytes than max.message.bytes', batchOf(3, NOW), 'MESSAGE_TOO_LARGE', { maxMessageBytes: 60 }],
    ['more bytes than a segment holds', batchOf(3, NOW), 'RECORD_LIST_TOO_LARGE', { segmentBytes: 60 }],
    ['a wrong CRC', batchOf(3, NOW).fill(0x7f, 70, 71), 'CORRUPT_MESSAGE'],
    ['a record count of 0', changed((batch) => batch.writeInt32BE(0, 57)), 'INVALID_RECORD'],
    ['a record count that the last offset delta contradicts', changed((batch) => batch.writeInt32BE(9, 57)), 'INVALID_RECORD'],
    ['a control batch', batchOf(1, NOW, { control: true }), 'INVALID_RECORD'],
    ['a producer without a sequence', batchOf(1, NOW, { producerId: 4, producerEpoch: 0, baseSequence: -1 }), 'INVALID_RECORD'],
    ['a record without key on a compacted topic', withoutKey(), 'INVALID_RECORD', { isCompacted: true }],
    ['a timestamp too far ahead', batchOf(1, NOW + 3_600_001), 'INVALID_TIMESTAMP'],
    ['a timestamp too far back', batchOf(1, NOW - 10_001), 'INVALID_TIMESTAMP', { timestampBeforeMaxMs: 10_000 }],
    ['LogAppendTime claimed by the client', ((batch) => (setLogAppendTime(batch, 0, NOW), batch))(batchOf(1, NOW)), 'INVALID_TIMESTAMP'],
  ]
  it.each(cases)('with %s is refused', (_name, records, code, configs, version) => {
    expect(refusal(records, configs, version).code).toBe(code)
  })

  it('is accepted when half of another one follows, which is left out', () => {
    expect(validateBatch(Buffer.concat([batchOf(3, NOW), batchOf(3, NOW).subarray(0, 50)]), 13, defaultLogConfigs, NOW).recordCount).toBe(3)
  })

  it('is refused before the log looks at it, or by the log: only then is the start of the log answered', () => {
    const unseen = ['MESSAGE_TOO_LARGE', 'CORRUPT_MESSAGE']
    expect([refusal(batchOf(3, NOW), { maxMessageBytes: 60 }), refusal(batchOf(3, NOW).fill(0x7f, 70, 71))].map(({ code, isOfLog }) => [code, isOfLog])).toEqual(unseen.map((code) => [code, false]))
    expect(refusal(null).isOfLog).toBe(false)
    expect(refusal(batchOf(1, NOW, { baseOffset: 5 })).isOfLog).toBe(true)
    expect(refusal(batchOf(1, NOW + 3_600_001)).isOfLog).toBe(true)
  })

  it('names the records without a key, and only them (KIP-467)', () => {
    expect(refusal(withoutKey(), { isCompacted: true }).recordErrors).toEqual([{ batchIndex: 1, message: 'A compacted topic needs a key on every record.' }])
  })

  it('names the records whose time is too far off, and only them: the others of the batch are then told that they were in bad company', () => {
    const records = [NOW, NOW + 3_600_001, NOW - 10_001].map((timestamp) => ({ key: null, value: null, timestamp }))
    const { code, recordErrors } = refusal(encodeBatch({ records, baseTimestamp: NOW }), { timestampBeforeMaxMs: 10_000 })
    expect([code, recordErrors.map(({ batchIndex }) => batchIndex)]).toEqual(['INVALID_TIMESTAMP', [1, 2]])
    expect(recordErrors[0]!.message).toBe(`Timestamp ${NOW + 3_600_001} is after ${NOW + 3_600_000}.`)
  })

  it('is refused for its size before its CRC is computed, and for its CRC before its content', () => {
    const wrong = batchOf(3, NOW).fill(0x7f, 70, 71)
    expect(refusal(wrong, { maxMessageBytes: 60 }).code).toBe('MESSAGE_TOO_LARGE')
    const wrongControl = batchOf(1, NOW, { control: true })
    wrongControl[65] = wrongControl[65]! ^ 1
    expect(refusal(wrongControl).code).toBe('CORRUPT_MESSAGE')
  })

  it('whose compressed records are garbage is refused where records must be looked at', () => {
    const garbage = changed((batch) => batch.fill(0x5a, 61), batchOf(3, NOW, { codec: 4 }))
    expect(refusal(garbage, { isCompacted: true }).code).toBe('CORRUPT_MESSAGE')
  })
})
