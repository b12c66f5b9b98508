import { expect, it } from 'vitest'
import { mute } from '../../../core/broker/throttle.ts'
import { FakeTime } from '../../support/fake-time.ts'

it('a connection is muted for the longest of what it was told', () => {
  const time = new FakeTime(5_000)
  const connection = { mutedUntilMs: 0 }
  mute(connection, 0, time)
  expect(connection.mutedUntilMs).toBe(0)
  mute(connection, 300, time)
  mute(connection, 100, time)
  expect(connection.mutedUntilMs).toBe(5_300)
})
