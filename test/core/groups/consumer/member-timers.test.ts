import { expect, test } from 'vitest'
import { MemberTimers } from '../../../../core/groups/consumer/member-timers.ts'
import { FakeTime } from '../../../support/fake-time.ts'

test('a deadline that is set again counts from then; one that is cleared never comes', async () => {
  const [time, timers, fired] = [new FakeTime(), new MemberTimers(), [] as string[]]
  const after = (ms: number, name: string) => time.after(ms, () => fired.push(name))
  timers.set('a', 'session', after(10, 'first'))
  timers.set('a', 'session', after(20, 'second'))
  timers.set('a', 'join', after(10, 'join'))
  timers.clear('a', 'join')
  timers.clear('b', 'sync')
  expect([timers.has('a', 'session'), timers.has('a', 'join'), timers.has('b', 'sync')]).toEqual([true, false, false])
  await time.advance(100)
  expect(fired).toEqual(['second'])
})

test('a member is forgotten with all its deadlines, and so is everybody', async () => {
  const [time, timers] = [new FakeTime(), new MemberTimers()]
  for (const memberId of ['a', 'b', 'c']) for (const deadline of ['session', 'rebalance'] as const) timers.set(memberId, deadline, time.after(10, () => {}))
  timers.forget('a')
  timers.forget('unknown')
  expect(time.pending).toBe(4)
  timers.forgetAll()
  expect(time.pending).toBe(0)
})
