import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { largeOrderOf, orderJson, orderOf, paymentJson } from '../../../core/services/demo-values.ts'

const order = { ...orderOf(3, seededRandom(1)), currency: 'EUR', items: [{ sku: 'A', name: 'Mug “42”', quantity: 3, unitCents: 1_450 }, { sku: 'B', name: 'Lamp', quantity: 1, unitCents: 4_995 }] }

describe('Values of the demo', () => {
  test('an order adds up, to the cent', () => {
    const json = orderJson(order, 'PAID', Date.UTC(2026, 0, 1))
    expect(json).toContain('"unitPrice":14.50,"lineTotal":43.50')
    expect(json).toContain('"total":{"amount":93.45,"currency":"EUR"}')
    expect(JSON.parse(json)).toMatchObject({ status: 'PAID', at: '2026-01-01T00:00:00.000Z', orderNumber: 'ORD-48214' })
  })

  test('a payment asks for what the order costs', () => {
    expect(paymentJson(order, 'REQUESTED', 'card', 0)).toContain('"amount":{"value":93.45,"currency":"EUR"}')
  })

  test('names become mailboxes without accents', () => {
    const random = seededRandom(4)
    const emails = Array.from({ length: 60 }, (_, i) => orderOf(i, random).customer.email)
    for (const email of emails) expect(email).toMatch(/^[a-z]+(\.[a-z]+)+@example\.com$/)
  })

  test('the large order has about 100 KB', () => {
    const bytes = Buffer.byteLength(orderJson(largeOrderOf(order, seededRandom(1)), 'PLACED', 0))
    expect(bytes).toBeGreaterThan(95_000)
    expect(bytes).toBeLessThan(110_000)
  })
})
