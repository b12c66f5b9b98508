import { expect, it } from 'vitest'
import { type HeaderForm, headerValue, integerOf } from '../../../renderer/format/header-value.ts'

const fromHex = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

/** As the core tells it: control characters make bytes binary, though they may be UTF-8. */
function shown(name: string, bytes: Uint8Array, form: HeaderForm = 'auto') {
  const decoded = Buffer.from(bytes).toString('utf8')
  const text = Buffer.from(decoded).equals(bytes) ? decoded : null
  return headerValue(name, { bytes, text, isBinary: text === null || /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/.test(text) }, form)
}

it.each([
  ['kafka_dlt-original-partition', '00 00 00 21', 'int32', '33', ''],
  ['kafka_dlt-original-partition', '61 62 63 64', 'int32', '1633837924', ''],
  ['kafka_dlt-original-offset', '00 00 00 00 07 5b cd 15', 'int64', '123456789', ''],
  ['kafka_dlt-original-offset', '7f ff ff ff ff ff ff ff', 'int64', '9223372036854775807', ''],
  ['kafka_dlt-original-timestamp', '00 00 01 a0 c4 50 6c 00', 'int64', '1790000000000', '2026-09-21T14:13:20.000Z'],
  ['kafka_original-offset', '00 00 00 00 00 00 00 00', 'int64', '0', ''],
  ['retry_topic-attempts', '00 00 00 04', 'int32', '4', ''],
  ['retry_topic-attempts', '03', 'int8', '3', ''],
  ['retry_topic-backoff-timestamp', '01 a0 c4 50 6c 00', 'int48', '1790000000000', '2026-09-21T14:13:20.000Z'],
  ['kafka_deliveryAttempt', '00 00 00 02', 'int32', '2', ''],
  ['x-original-offset', 'ff ff ff ff ff ff ff ff', 'int64', '-1', ''],
])('3.15.13: Spring int32/int64 headers shown as numbers: %s = %s', (name, hex, type, text, note) => {
  expect(shown(name, fromHex(hex))).toEqual({ type, text, note, isGuess: false })
})

it.each([
  ['text is text', Buffer.from('4bf92f35'), { type: '', text: '4bf92f35', isGuess: false }],
  ['a stack trace keeps its lines', Buffer.from('a.B: c\n\tat d.E'), { type: '', text: 'a.B: c\n\tat d.E', isGuess: false }],
  ['four letters are no number', Buffer.from('paid'), { type: '', text: 'paid', isGuess: false }],
  ['four bytes may be a number', fromHex('00 00 00 e9'), { type: 'int32', text: '233', isGuess: true }],
  ['eight bytes may be one', fromHex('ff ff ff ff ff ff ff fe'), { type: 'int64', text: '-2', isGuess: true }],
  ['a single 0 or 1 may be a boolean', fromHex('01'), { type: 'boolean', text: 'true', isGuess: true }],
  ['sixteen bytes may be a UUID', fromHex('550e8400e29b41d4a716446655440000'), { type: 'UUID', text: '550e8400-e29b-41d4-a716-446655440000', isGuess: true }],
  ['other sixteen are not', fromHex('00000000000000000000000000000000'), { type: 'hex', isGuess: false }],
  ['anything else is hexadecimal', fromHex('ca fe 00'), { type: 'hex', text: 'ca fe 00', isGuess: false }],
])('%s', (_what, bytes, expected) => {
  expect(shown('name', new Uint8Array(bytes))).toMatchObject(expected)
})

it.each([
  ['text', '61 62', '', 'ab'],
  ['text', 'ff 62', 'not UTF-8', '\ufffdb'],
  ['integer', '61 62', 'int16', '24930'],
  ['integer', '01 02 03 04 05 06 07 08 09', 'hex', '01 02 03 04 05 06 07 08 09'],
  ['hex', '61 62', 'hex', '61 62'],
  ['base64', 'ff 00', 'base64', '/wA='],
] as const)('what someone chose wins: %s of %s', (form, hex, type, text) => {
  expect(shown('kafka_dlt-original-offset', fromHex(hex), form)).toMatchObject({ type, text, isGuess: false })
})

it.each([
  ['00', 0n],
  ['7f', 127n],
  ['00 80', 128n],
  ['80', -128n],
  ['ff ff', -1n],
])('reads %s as a signed integer', (hex, value) => {
  expect(integerOf(fromHex(hex))).toBe(value)
})
