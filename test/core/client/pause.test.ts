import { expect, it } from 'vitest'
import { pause } from '../../../core/client/pause.ts'
import { FakeTime } from '../../support/fake-time.ts'

it('ends when the time is over, or at once when told to stop, and leaves no timer behind', async () => {
  const time = new FakeTime()
  const stop = new AbortController()
  const ended: string[] = []
  void pause(time, 100).then(() => ended.push('by time'))
  void pause(time, 100, stop.signal).then(() => ended.push('by signal'))
  await time.advance(50)
  expect(ended).toEqual([])
  stop.abort()
  await time.advance(0)
  expect([ended, time.pending]).toEqual([['by signal'], 1])
  await time.advance(50)
  await pause(time, 100, stop.signal)
  expect([ended, time.pending]).toEqual([['by signal', 'by time'], 0])
})
