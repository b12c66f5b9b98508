// Parked fetches end exactly once: when satisfied, when a partition goes, when their time is over, or with their connection.
import { describe, expect, it } from 'vitest'
import { FetchPurgatory } from '../../../../core/broker/delayed/fetch-purgatory.ts'
import { FakeTime, settle } from '../../../support/fake-time.ts'

function park(overrides: { partitionIds?: number[]; maxWaitMs?: number; closed?: AbortSignal; isSatisfied?: () => boolean } = {}) {
  const time = new FakeTime()
  const fetches = new FetchPurgatory(time)
  let ended = false
  void fetches
    .park({ partitionIds: [1, 2], maxWaitMs: 500, closed: new AbortController().signal, isSatisfied: () => true, ...overrides })
    .then(() => (ended = true))
  const hasEnded = async (): Promise<boolean> => {
    await settle()
    return ended
  }
  return { time, fetches, hasEnded }
}

describe('a parked fetch', () => {
  it('waits for its own partitions only', async () => {
    const { fetches, hasEnded } = park()
    fetches.appended([3])
    expect(await hasEnded()).toBe(false)
    fetches.appended([3, 2])
    expect(await hasEnded()).toBe(true)
  })

  it('is asked once about records of many partitions', async () => {
    let asked = 0
    const { fetches } = park({ isSatisfied: () => ++asked < 0 })
    fetches.appended([1, 2, 3])
    expect(asked).toBe(1)
  })

  it('goes on waiting while it is not satisfied, and leaves nothing behind when its time is over', async () => {
    let satisfied = false
    const { fetches, hasEnded, time } = park({ isSatisfied: () => satisfied })
    fetches.appended([1])
    expect(await hasEnded()).toBe(false)
    satisfied = true
    await time.advance(499)
    expect(await hasEnded()).toBe(false)
    await time.advance(1)
    expect([await hasEnded(), fetches.count, time.pending]).toEqual([true, 0, 0])
  })

  it('ends when a partition is removed, satisfied or not', async () => {
    const { fetches, hasEnded, time } = park({ isSatisfied: () => false })
    fetches.removed([2])
    expect([await hasEnded(), fetches.count, time.pending]).toEqual([true, 0, 0])
  })

  it('ends with its connection, also one that is closed already', async () => {
    const connection = new AbortController()
    const { hasEnded, time } = park({ closed: connection.signal })
    connection.abort()
    expect([await hasEnded(), time.pending]).toEqual([true, 0])
    const late = park({ closed: AbortSignal.abort() })
    expect([await late.hasEnded(), late.time.pending]).toEqual([true, 0])
  })

  it('ends when the broker stops', async () => {
    const { fetches, hasEnded } = park({ isSatisfied: () => false })
    fetches.close()
    expect([await hasEnded(), fetches.count]).toEqual([true, 0])
  })
})
