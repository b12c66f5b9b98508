import { describe, expect, it } from 'vitest'
import { hopLines } from '../../../../renderer/features/dead-letters/hop-lines.ts'
import { hop, row } from './samples.ts'

const lines = (hops: ReturnType<typeof hop>[], lastFailureAtMs: number | null = null, of = row()) => hopLines({ hops, row: of, lastFailureAtMs })

describe('The way of a record', () => {
  it('ends where it lies now, with what it waited between', () => {
    const shown = lines([hop({ atMs: 1_000, attempt: 1 }), hop({ topic: 'orders-retry-1000', partition: null, offset: null, atMs: 2_500, attempt: 2, dueAtMs: 3_500 })], 5_000)
    expect(shown.map(({ place, note, waitedMs, isLast }) => [place.topic, note, waitedMs, isLast])).toEqual([
      ['orders', 'attempt 1', null, false],
      ['orders-retry-1000', 'attempt 2, to be tried again 1 s later', 1_500, false],
      ['orders-dlt', 'dead letter', 2_500, true],
    ])
  })

  it('is not made longer by its last hop being told already', () => {
    expect(lines([hop({}), hop({ topic: 'orders-dlt', atMs: 9 })]).map(({ isLast }) => isLast)).toEqual([false, true])
  })

  it('tells no waiting where times are unknown or contradict each other', () => {
    const shown = lines([hop({ atMs: 5_000 }), hop({ topic: 'r', atMs: 4_000 })], null, row({ timeQuality: 'unknown' }))
    expect(shown.map(({ waitedMs, atMs }) => [waitedMs, atMs])).toEqual([
      [null, 5_000],
      [null, 4_000],
      [null, null],
    ])
  })
})
