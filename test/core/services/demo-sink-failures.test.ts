import { describe, expect, it } from 'vitest'
import type { PlacedRecord } from '../../../core/services/demo-record.ts'
import { sinkFailureOf, sinkHeaders } from '../../../core/services/demo-sink-failures.ts'

const record = (value: Buffer | null): PlacedRecord => ({ partition: 4, offset: 17, timestampMs: 1_700_000_000_000, key: Buffer.from('ORD-1'), value, headers: [] })

describe('The demo’s sink', () => {
  it.each([
    ['JSON', Buffer.from('{"orderId":1}')],
    ['nothing at all', Buffer.alloc(0)],
    ['white space', Buffer.from(' \n')],
  ])('takes %s', (_, value) => {
    expect(sinkFailureOf(record(value))).toBeNull()
  })

  it.each([
    ['a tombstone', null, 'TASK_PUT', 'Row "ORD-1" was not deleted: deletes are not enabled'],
    ['a row beyond 64 KiB', Buffer.alloc(65_536, '{'), 'TASK_PUT', 'Row of 65536 bytes is too large for column "document"'],
    ['text', Buffer.from('health check'), 'VALUE_CONVERTER', "Unrecognized token 'health': was expecting JSON"],
    ['the frame of a schema registry', Buffer.from([0, 0, 0, 0, 7]), 'VALUE_CONVERTER', 'Illegal character ((CTRL-CHAR, code 0)): only regular white space is allowed between tokens'],
    ['bytes that are no text', Buffer.from([0xff, 1]), 'VALUE_CONVERTER', 'Invalid UTF-8 start byte 0xff'],
  ])('gives up %s', (_, value, stage, rootMessage) => {
    const failure = sinkFailureOf(record(value))!
    expect([failure.stage, failure.thrown.at(-1)!.message]).toEqual([stage, rootMessage])
  })

  it('tells it in headers that are all text, the newest exception outermost', () => {
    const given = record(null)
    const headers = Object.fromEntries(sinkHeaders('demo.orders', given, sinkFailureOf(given)!).map(({ key, value }) => [key.replace('__connect.errors.', ''), String(value)]))
    expect(headers).toMatchObject({ topic: 'demo.orders', partition: '4', offset: '17', 'connector.name': 'demo-warehouse-sink', 'task.id': '0', stage: 'TASK_PUT', 'exception.message': 'The warehouse refused a row' })
    expect(headers['exception.stacktrace']).toMatch(/^org\.apache\.kafka\.connect\.errors\.ConnectException: The warehouse refused a row\n\tat [\s\S]+\nCaused by: java\.sql\.SQLFeatureNotSupportedException: Row "ORD-1"/)
  })
})
