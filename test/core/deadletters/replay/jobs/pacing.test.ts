import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Pacing } from '../../../../../core/deadletters/replay/jobs/pacing.ts'
import { FakeTime } from '../../../../support/fake-time.ts'

interface Sent {
  readonly atMs: number
  readonly messages: number
  readonly bytes: number
}

/** As a job does: takes what it may, and waits where it may not. */
async function send(pacing: Pacing, time: FakeTime, forMs: number, bytesEach: number): Promise<Sent[]> {
  const sent: Sent[] = []
  for (const endMs = time.now() + forMs; time.now() < endMs; ) {
    const { messages, bytes, waitMs } = pacing.allowance(200)
    if (waitMs > 0) {
      await time.advance(Math.min(waitMs, endMs - time.now()))
      continue
    }
    const count = Math.max(1, Math.min(messages, Math.floor(bytes / bytesEach)))
    pacing.took(count, count * bytesEach)
    sent.push({ atMs: time.now(), messages: count, bytes: count * bytesEach })
    if (sent.length > 5_000) break
  }
  return sent
}

function mostInASecond(sent: readonly Sent[], what: 'messages' | 'bytes'): number {
  return Math.max(0, ...sent.map(({ atMs }) => sent.filter((other) => other.atMs >= atMs && other.atMs < atMs + 1_000).reduce((sum, other) => sum + other[what], 0)))
}

it('R11: over any second no more is sent than the rate and its burst allow, and in the long run as much', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 400 }), async (rate, bytesEach) => {
      const time = new FakeTime()
      const sent = await send(new Pacing(time, { messagesPerSecond: rate, bytesPerSecond: null }), time, 4_000, bytesEach)
      const burst = Math.max(1, rate * 0.1)
      expect(mostInASecond(sent, 'messages')).toBeLessThanOrEqual(rate + burst + 0.001)
      expect(sent.reduce((sum, { messages }) => sum + messages, 0)).toBeGreaterThanOrEqual(rate * 4 * 0.85 - 2)
    }),
    { numRuns: 30 },
  )
})

it('R11: the same of bytes; a record that is larger than a bucket goes, and is paid off before the next', async () => {
  const time = new FakeTime()
  const sent = await send(new Pacing(time, { messagesPerSecond: null, bytesPerSecond: 1_000 }), time, 10_000, 300)
  expect(mostInASecond(sent, 'bytes')).toBeLessThanOrEqual(1_000 + 100 + 300)
  const total = sent.reduce((sum, { bytes }) => sum + bytes, 0)
  expect(total).toBeGreaterThan(9_000)
  expect(total).toBeLessThanOrEqual(10_400)
})

it('changes while it runs: faster and slower at once, and what was gathered at a fast rate is not spent at a slow one', async () => {
  const time = new FakeTime()
  const pacing = new Pacing(time, { messagesPerSecond: 1_000, bytesPerSecond: null })
  await time.advance(5_000)
  pacing.change({ messagesPerSecond: 10, bytesPerSecond: null })
  const slow = await send(pacing, time, 3_000, 1)
  expect(mostInASecond(slow, 'messages')).toBeLessThanOrEqual(11)
  pacing.change({ messagesPerSecond: null, bytesPerSecond: null })
  expect(pacing.allowance(200)).toMatchObject({ messages: 200, waitMs: 0 })
  pacing.change({ messagesPerSecond: 5, bytesPerSecond: null })
  expect(mostInASecond(await send(pacing, time, 3_000, 1), 'messages')).toBeLessThanOrEqual(6)
})

it('is quiet for as long as the broker asks, goes at half the pace then, and comes back', async () => {
  const time = new FakeTime()
  const pacing = new Pacing(time, { messagesPerSecond: 100, bytesPerSecond: null })
  pacing.throttle(700)
  expect([pacing.throttledMs, pacing.allowance(10).waitMs]).toEqual([700, 700])
  await time.advance(700)
  expect(mostInASecond(await send(pacing, time, 2_000, 1), 'messages')).toBeLessThanOrEqual(56)
  for (let i = 0; i < 20; i++) pacing.throttle(0)
  expect(mostInASecond(await send(pacing, time, 2_000, 1), 'messages')).toBeGreaterThan(90)
})
