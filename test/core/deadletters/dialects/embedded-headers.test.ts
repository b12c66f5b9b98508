import fc from 'fast-check'
import { expect, it } from 'vitest'
import { embeddedHeaders } from '../../../../core/deadletters/dialects/embedded-headers.ts'
import { failureOf, T0 } from '../../../support/dead-letters.ts'

function embedded(headers: Record<string, unknown>, payload = '{"number":"ORD-1"}'): Buffer {
  const parts = Object.entries(headers).flatMap(([name, value]) => {
    const json = Buffer.from(JSON.stringify(value))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(json.length)
    return [Buffer.from([name.length]), Buffer.from(name), length, json]
  })
  return Buffer.concat([Buffer.from([0xff, Object.keys(headers).length]), ...parts, Buffer.from(payload)])
}

const set = { 'x-original-topic': 'orders', 'x-original-partition': 2, 'x-original-offset': 123_456_789, 'x-original-timestamp': T0, 'x-exception-fqcn': 'shop.PriceMissing', 'x-exception-message': 'No price', tags: [1] }

it('a failure inside of the payload is the same as one in headers', () => {
  expect(failureOf('error.orders.billing', [], { value: embedded(set) })).toMatchObject({
    dialect: 'scs',
    origin: { topic: 'orders', partition: 2, offset: 123_456_789, timestamp: T0 },
    group: 'billing',
    error: { class: 'shop.PriceMissing', message: 'No price' },
    decodeIssues: [],
  })
})

it('headers of other things in a payload make no failure', () => {
  expect(failureOf('orders-dlq', [], { value: embedded({ contentType: 'application/json' }) }).dialect).toBe('unknown')
})

it.each([
  ['no payload', null],
  ['an empty one', Buffer.alloc(0)],
  ['another first byte', Buffer.from('{}')],
  ['one that ends too early', embedded(set).subarray(0, 40)],
  ['a length beyond its end', Buffer.from([0xff, 1, 1, 0x61, 0xff, 0xff, 0xff, 0xff, 0x31])],
])('%s has none', (_, value) => {
  expect(embeddedHeaders(value)).toBeNull()
})

it('any bytes are read without an exception', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void embeddedHeaders(Buffer.concat([Buffer.from([0xff]), bytes]))))
})
