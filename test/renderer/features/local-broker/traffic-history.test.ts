import { describe, expect, it } from 'vitest'
import { describeHistory, formatRate, withSample } from '../../../../renderer/features/local-broker/traffic-history.ts'

const rates = (recordsInPerSecond: number) => ({ recordsInPerSecond, bytesInPerSecond: 0, bytesOutPerSecond: 0, requestsPerSecond: 0 })

describe('The history of rates', () => {
  it('keeps three minutes', () => {
    let history: readonly ReturnType<typeof rates>[] = []
    for (let i = 1; i <= 200; i++) history = withSample(history, rates(i))
    expect([history.length, history[0]!.recordsInPerSecond, history.at(-1)!.recordsInPerSecond]).toEqual([180, 21, 200])
  })

  it.each([
    [[], 'Messages: not watched for long enough yet'],
    [[1, 4, 2], 'Messages over the last 3 s: now 2, at most 4'],
    [Array.from({ length: 180 }, () => 1_234), 'Messages over the last 3 min: now 1\u202f234, at most 1\u202f234'],
  ])('is said in words', (values, text) => {
    expect(describeHistory('Messages', values)).toBe(text)
  })

  it.each([
    [0, '0'],
    [0.01, '< 0.1'],
    [0.44, '0.4'],
    [3, '3'],
    [9.96, '10'],
    [1_234_567.8, '1\u202f234\u202f568'],
  ])('%d per second reads %s', (rate, text) => {
    expect(formatRate(rate)).toBe(text)
  })
})
