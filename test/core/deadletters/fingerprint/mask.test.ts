import { expect, it } from 'vitest'
import { maskMessage } from '../../../../core/deadletters/fingerprint/mask.ts'

it.each([
  ['order 6f1c2a4e-0b7d-4a6e-9a57-0c1d2e3f4a5b gone', 'order <uuid> gone'],
  ['at 2026-11-21T10:15:30Z and 2026-11-21 10:15 and 2026-11-21T10:15:30.123456+02:00', 'at <ts> and <ts> and <ts>'],
  ['mail to jane.doe+x@example.co.uk failed', 'mail to <email> failed'],
  ['connect 10.0.0.7:8443, 192.168.1.1', 'connect <ip>, <ip>'],
  ['com.example.Order@1b2c3d4e is broken', 'com.example.Order@<addr> is broken'],
  ['pointer 0xDEADbeef', 'pointer <hex>'],
  ['value "12,50" and \'abc\' of "type"', 'value <str> and <str> of <str>'],
  ["can't read what isn't there", "can't read what isn't there"],
  ['token aGVsbG8gd29ybGQxMjM0NTY3== used', 'token <id> used'],
  ['NoDigitsInThisVeryLongClassName stays', 'NoDigitsInThisVeryLongClassName stays'],
  ['retry 3 of 10 after -1.5 and +2e10', 'retry <n> of <n> after <n> and <n>'],
  ['timed out after 3000ms, 5s, 10MB, 1.5GiB', 'timed out after <n>ms, <n>s, <n>MB, <n>GiB'],
  ['order-123, ORA-00942, line:7, a[5]', 'order-<n>, ORA-<n>, line:<n>, a[<n>]'],
  ['utf8 and sha256 and v2 stay', 'utf8 and sha256 and v2 stay'],
  ['  many \n\t spaces  ', 'many spaces'],
  ['', ''],
])('%j becomes %j', (message, masked) => {
  expect(maskMessage(message)).toBe(masked)
})

it('is cut at 300 characters', () => {
  expect(maskMessage('word '.repeat(200))).toHaveLength(299)
})

it.each([
  ['quotes without end', `${'"'.repeat(20_000)}`],
  ['digits and dots', '1.'.repeat(20_000)],
  ['a long token', 'a1'.repeat(200_000)],
  ['at signs', 'a@'.repeat(50_000)],
  ['dashes', '-'.repeat(200_000)],
])('takes no time for %s', (_, message) => {
  const began = performance.now()
  maskMessage(message)
  expect(performance.now() - began).toBeLessThan(250)
})
