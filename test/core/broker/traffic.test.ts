import { describe, expect, test } from 'vitest'
import { TrafficMeter, type TrafficTotals } from '../../../core/broker/traffic.ts'
import { FakeTime } from '../../support/fake-time.ts'

const totals = (count: number): TrafficTotals => ({ recordsIn: count, requests: count * 2, bytesIn: count * 100, bytesOut: count * 10 })
const NONE = { recordsInPerSecond: 0, requestsPerSecond: 0, bytesInPerSecond: 0, bytesOutPerSecond: 0 }

describe('Rates', () => {
  test('are zero at the first look: nothing was measured before', () => {
    expect(new TrafficMeter(new FakeTime()).rates(totals(1_000_000))).toEqual(NONE)
  })

  test('are what came per second since the first look', async () => {
    const time = new FakeTime()
    const meter = new TrafficMeter(time)
    meter.rates(totals(500))
    await time.advance(2_000)
    expect(meter.rates(totals(600))).toEqual({ recordsInPerSecond: 50, requestsPerSecond: 100, bytesInPerSecond: 5_000, bytesOutPerSecond: 500 })
  })

  test('are averages over five seconds, and zero once nothing has come for as long', async () => {
    const time = new FakeTime()
    const meter = new TrafficMeter(time)
    const seen: number[] = []
    for (const count of [0, 100, 100, 100, 100, 100, 100, 100]) {
      seen.push(meter.rates(totals(count)).recordsInPerSecond)
      await time.advance(1_000)
    }
    expect(seen.map(Math.round)).toEqual([0, 100, 50, 33, 25, 20, 0, 0])
  })

  test('do not spread what came while nobody looked over the time that nobody looked', async () => {
    const time = new FakeTime()
    const meter = new TrafficMeter(time)
    meter.rates(totals(0))
    await time.advance(3_600_000)
    expect(meter.rates(totals(36_000))).toEqual(NONE)
    await time.advance(1_000)
    expect(meter.rates(totals(36_010)).recordsInPerSecond).toBe(10)
  })

  test('are the same however many look', async () => {
    const time = new FakeTime()
    const meter = new TrafficMeter(time)
    meter.rates(totals(0))
    for (let i = 1; i <= 50; i++) {
      await time.advance(100)
      meter.rates(totals(i * 10))
      expect(Math.round(meter.rates(totals(i * 10)).recordsInPerSecond)).toBe(100)
    }
  })
})
