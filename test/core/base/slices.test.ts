import { expect, it } from 'vitest'
import { Slices } from '../../../core/base/slices.ts'

function slices() {
  let nowMs = 0
  const stop = new AbortController()
  const clock = { now: () => nowMs, monotonic: () => nowMs }
  return { slices: new Slices(clock, stop.signal), stop, pass: (ms: number) => void (nowMs += ms) }
}

it('is over after a few milliseconds, and begins anew after the loop was free', async () => {
  const { slices: slice, pass } = slices()
  pass(3)
  expect(slice.isOver).toBe(false)
  pass(3)
  expect(slice.isOver).toBe(true)
  let served = false
  setImmediate(() => (served = true))
  await slice.next()
  expect([served, slice.isOver]).toEqual([true, false])
  pass(6)
  slice.begin()
  expect(slice.isOver).toBe(false)
})

it('knows that nobody waits any more', () => {
  const { slices: slice, stop } = slices()
  expect(slice.isAborted).toBe(false)
  stop.abort()
  expect(slice.isAborted).toBe(true)
})
