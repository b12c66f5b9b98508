// Values hidden where rules say so, the same way each time, and nowhere else.
import { expect, it } from 'vitest'
import { masked, type MaskHow, pathProblem } from '../../../../../core/deadletters/replay/transform/mask.ts'

const TEXT = '{"id":12345678901234567890,"customer":{"email":"Ada.L@ex.org","phones":["+49 30 1","+49 30 2"],"vip":true,"note":null},"price":10.50}'
const hidden = (path: string, how: MaskHow, salt = 's'): unknown => JSON.parse(masked(TEXT, [{ path, how }], salt))

it('only what is named changes, and numbers elsewhere keep their digits', () => {
  expect(masked(TEXT, [{ path: '$.customer.email', how: 'redact' }], 's')).toBe(TEXT.replace('Ada.L@ex.org', '***'))
  expect(masked(TEXT, [{ path: 'customer.missing', how: 'redact' }], 's')).toBe(TEXT)
})

it('a star stands for every element or member, and an object for all that is in it', () => {
  expect(hidden('customer.phones[*]', 'redact')).toMatchObject({ customer: { phones: ['***', '***'] } })
  expect(hidden('customer.phones[1]', 'redact')).toMatchObject({ customer: { phones: ['+49 30 1', '***'] } })
  expect(hidden('$.customer', 'redact')).toMatchObject({ customer: { email: '***', phones: ['***', '***'], vip: false, note: null } })
})

it('lengths and kinds stay where they are to', () => {
  expect(hidden('customer', 'keep-length')).toMatchObject({ customer: { email: 'Xxx.X@xx.xxx', phones: ['+99 99 9', '+99 99 9'], vip: true, note: null } })
  expect(masked(TEXT, [{ path: 'price', how: 'keep-length' }], 's')).toContain('"price":99.99}')
})

it('a hash is the same for the same value under one salt, and another under another', () => {
  const email = (salt: string): unknown => (hidden('customer.email', 'hash', salt) as { customer: { email: string } }).customer.email
  expect(email('s')).toMatch(/^[0-9a-f]{16}$/)
  expect(email('s')).toBe(email('s'))
  expect(email('s')).not.toBe(email('t'))
  expect((hidden('price', 'hash') as { price: unknown }).price).toEqual(expect.any(Number))
})

it('what is no path is said', () => {
  expect(['$.a.b', 'a[*].b', 'a[0]', '*', 'a.b-c_d'].map(pathProblem)).toEqual([null, null, null, null, null])
  expect(['', '$', 'a b', 'a..b', 'a[x]'].map((path) => pathProblem(path) !== null)).toEqual([true, true, true, true, true])
})
