import { describe, expect, it } from 'vitest'
import { RecordVerdicts, recordTest } from '../../../../core/deadletters/case/record-filter.ts'
import { deadLetter, none, u8 } from '../../../support/dead-letters.ts'
import { failed, startIndexWorld } from '../../../support/failure-index.ts'

const record = deadLetter('dlq', [u8('tenant', 'eu'), u8('tenant', 'us'), none('empty')], { value: Buffer.from('{"customer":{"id":42,"name":"Ann"},"items":[{"sku":"A-1"}],"paid":true,"none":null}') })

describe('a payload', () => {
  it.each([
    ['customer.id = 42', true],
    ['$.customer.id=42', true],
    ['customer.id = 4', false],
    ['customer.id != 42', false],
    ['customer.id > 41.5', true],
    ['customer.id >= 42', true],
    ['customer.id < 42', false],
    ['customer.id <= 42', true],
    ['customer.name = "Ann"', true],
    ["customer.name = 'Ann'", true],
    ['customer.name contains nn', true],
    ['customer.name > 3', false],
    ['items[0].sku = A-1', true],
    ['items[1].sku = A-1', false],
    ['paid = true', true],
    ['none = null', true],
    ['none', true],
    ['missing', false],
    ['missing != 1', false],
  ])('%s', (payload, passes) => {
    expect(recordTest({ payload })!(record)).toBe(passes)
  })

  it.each([
    ['id = 7211946823896337346', true],
    ['id = 7211946823896337345', false],
    ['id = 7211946823896337000', false],
    ['id != 7211946823896337345', true],
    ['id contains 337346', true],
    ['id > 7e18', true],
    ['id < 7e18', false],
    ['price = 1.5', true],
    ['price = 1.50', true],
    ['nested contains 7346', true],
  ])('has numbers as they are written: %s', (payload, passes) => {
    const value = Buffer.from('{"id":7211946823896337346,"price":1.50,"nested":{"id":7211946823896337346}}')
    expect(recordTest({ payload })!({ ...record, value })).toBe(passes)
  })

  it('that is nested without end passes no comparison and stops nothing', () => {
    const value = Buffer.from('{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000))
    expect(['a = 1', 'a contains 1', 'a > 1', 'b'].map((payload) => recordTest({ payload })!({ ...record, value }))).toEqual([false, false, false, false])
  })

  it('that is no JSON has no such place', () => {
    const test = recordTest({ payload: 'a' })!
    expect([test({ ...record, value: null }), test({ ...record, value: Buffer.from('a') })]).toEqual([false, false])
  })

  it('what cannot be read is said', () => {
    expect(() => recordTest({ payload: '$..a = 1' })).toThrow('"$..a" is no place in a payload. Write it as customer.id or items[0].sku.')
  })
})

it.each([
  ['tenant', true],
  ['empty', true],
  ['tenant=us', true],
  ['tenant = eu', true],
  ['tenant=', false],
  ['empty=', false],
  ['Tenant', false],
])('a header: %s', (header, passes) => {
  expect(recordTest({ header })!(record)).toBe(passes)
})

it('asks nothing of records where nothing is asked', () => {
  expect(recordTest({})).toBeNull()
})

it('reads what is wanted once, and remembers what it has found', async () => {
  const world = await startIndexWorld()
  await world.create('orders-dlq', 2)
  await world.write('orders-dlq', Array.from({ length: 20 }, (_, i) => ({ partition: i % 2, value: JSON.stringify({ i }), headers: failed('E', 'm') })))
  const { index } = await world.refresh('orders-dlq')
  const entries = world.index.select([index], 'cluster', {})
  const verdicts = new RecordVerdicts()
  const { signal } = new AbortController()
  const passing = async () => (await verdicts.passing(world.cluster, entries, { payload: 'i >= 17' }, signal)).map(({ partition, offset }) => `${partition}/${offset}`)
  expect(await passing()).toEqual(['0/9', '1/8', '1/9'])
  await world.delete('orders-dlq')
  expect(await passing()).toEqual(['0/9', '1/8', '1/9'])
})
