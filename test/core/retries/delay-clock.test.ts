// The clock of delays, beside a wall clock that is set and a computer that sleeps.
import { expect, it } from 'vitest'
import { DelayClock } from '../../../core/retries/delay-clock.ts'

it('goes on with uptime when the wall clock is set back, and takes a jump forward for sleep', () => {
  const time = { wall: 1_000_000, monotonic: 50 }
  const clock = new DelayClock({ now: () => time.wall, monotonic: () => time.monotonic })
  const pass = (monotonicMs: number, wallMs: number): number => {
    time.monotonic += monotonicMs
    time.wall += wallMs
    return clock.now()
  }
  expect(clock.now()).toBe(1_000_000)
  expect(pass(100, 100)).toBe(1_000_100)
  expect(pass(100, -3_600_000)).toBe(1_000_200)
  expect(pass(100, 100)).toBe(1_000_300)
  expect(pass(100, 600)).toBe(1_000_400)
  expect(pass(100, 3_600_000)).toBe(4_600_400)
  expect(clock.onWall(4_600_500)).toBe(time.wall + 100)
})
