import { describe, expect, it } from 'vitest'
import type { LoggedRequest, RequestLogEvent } from '../../../../core/contract/local-broker.ts'
import { after, latestOf, NO_REQUESTS, received, type RequestList } from '../../../../renderer/features/local-broker/request-list.ts'

const requests = (first: number, last: number): LoggedRequest[] => Array.from({ length: last - first + 1 }, (_, i) => ({ sequence: first + i }) as LoggedRequest)
const event = (first: number, last: number, skipped = 0): RequestLogEvent => ({ requests: requests(first, last), skipped, capacity: 5 })
const sequences = (list: readonly LoggedRequest[]): number[] => list.map(({ sequence }) => sequence)
const afterAll = (...events: [RequestLogEvent, boolean][]): RequestList => events.reduce((list, [next, first]) => received(list, next, first), NO_REQUESTS)

describe('The page’s list of requests', () => {
  it('grows by what comes, keeps as many as the broker does, and adds up what was skipped', () => {
    const list = afterAll([event(1, 3), true], [event(4, 5), false], [event(9, 10, 3), false])
    expect(sequences(list.requests)).toEqual([3, 4, 5, 9, 10])
    expect(list.skipped).toBe(3)
    expect(latestOf(list)).toBe(10)
  })

  it('is replaced, not doubled, when the stream is opened anew', () => {
    const list = afterAll([event(1, 3), true], [event(4, 4, 2), false], [event(2, 6), true])
    expect(sequences(list.requests)).toEqual([2, 3, 4, 5, 6])
    expect(list.skipped).toBe(2)
  })

  it('starts again with a broker that was started again', () => {
    const list = afterAll([event(1, 40, 0), true], [event(41, 41, 7), false], [event(1, 2), true])
    expect([sequences(list.requests), list.skipped]).toEqual([[1, 2], 0])
  })

  it('shows what came after it was cleared', () => {
    expect(sequences(after(requests(1, 4), 0))).toEqual([1, 2, 3, 4])
    expect(sequences(after(requests(1, 4), 3))).toEqual([4])
  })
})
