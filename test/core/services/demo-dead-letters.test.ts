import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { failuresOf, type Scene } from '../../../core/services/demo-dead-letters.ts'
import type { PlacedRecord } from '../../../core/services/demo-record.ts'

const NOW_MS = Date.UTC(2026, 5, 1, 12)
const payment = (offset: number, minutesAgo: number, json = '{"state":"REQUESTED","amount":{"value":12.90},"customerId":"cus_1"}'): PlacedRecord => ({
  partition: 0,
  offset,
  timestampMs: NOW_MS - minutesAgo * 60_000,
  key: Buffer.from(`ORD-${offset}`),
  value: Buffer.from(json),
  headers: [],
})
const scene = (isRead: Scene['isRead'] = () => true): Scene => ({ topic: 'payments', paymentsGroup: 'service', fraudGroup: 'fraud', nowMs: NOW_MS, isRead })
const told = (headers: readonly { key: string; value: Buffer | null }[], name: string): string | undefined => headers.find(({ key }) => key.endsWith(name))?.value?.toString()

describe('Failures of the demo’s payments', () => {
  const isLost = (i: number): boolean => i >= 10 && i < 20
  const captured = (i: number): PlacedRecord[] => (isLost(i) ? [] : [{ ...payment(100 + i, 109 - i, '{"state":"CAPTURED"}'), key: Buffer.from(`ORD-${i}`) }])
  const many = Array.from({ length: 60 }, (_, i) => [payment(i, 110 - i), ...captured(i)]).flat()

  it('are those of the gateway while it was down that were never captured', () => {
    const { deadLetters } = failuresOf(many, scene(), seededRandom(1))
    const outage = deadLetters.filter(({ headers }) => /SocketTimeout|ServiceUnavailable/.test(told(headers, 'exception-cause-fqcn')!))
    expect(outage.map(({ payment: failed }) => failed.offset).toSorted((a, b) => a - b)).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
    for (const { payment: failed, atMs } of outage) {
      const minutesAgo = (NOW_MS - failed.timestampMs) / 60_000
      expect(minutesAgo).toBeGreaterThan(70)
      expect(minutesAgo).toBeLessThan(104)
      // A minute and ten minutes of waiting.
      expect(atMs - failed.timestampMs).toBeGreaterThan(11 * 60_000)
    }
  })

  it('are never of what a group has not read', () => {
    const failed = failuresOf(many, scene((group) => group === 'fraud'), seededRandom(1))
    expect([failed.retry0, failed.retry1]).toEqual([[], []])
    expect(new Set(failed.deadLetters.map(({ headers }) => told(headers, 'original-consumer-group')))).toEqual(new Set(['fraud']))
  })

  it('of an amount that is text come after one attempt, and name the text', () => {
    const flawed = payment(60, 40, '{"state":"REQUESTED","amount":{"value":"1.290,50"},"customerId":"cus_1"}')
    const { deadLetters, retry0 } = failuresOf([...many, flawed], scene(), seededRandom(1))
    const [letter] = deadLetters.filter((failed) => failed.payment === flawed && told(failed.headers, 'original-consumer-group') === 'service')
    expect(letter!.headers.find(({ key }) => key === 'retry_topic-attempts')!.value).toEqual(Buffer.from([0, 0, 0, 2]))
    expect(told(letter!.headers, 'exception-stacktrace')).toContain('from String "1.290,50"')
    expect(retry0.some((failed) => failed.payment === flawed)).toBe(false)
  })

  it('of a guest are the fraud check’s', () => {
    const guest = payment(60, 40, '{"state":"REQUESTED","amount":{"value":12.90}}')
    const { deadLetters } = failuresOf([...many, guest], scene(), seededRandom(1))
    expect(deadLetters.filter((failed) => failed.payment === guest).map(({ headers }) => told(headers, 'exception-cause-fqcn'))).toEqual(['java.lang.NullPointerException'])
  })
})
