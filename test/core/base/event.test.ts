// Events reach everybody who listens, until they stop.
import { expect, it } from 'vitest'
import { Event } from '../../../core/base/event.ts'

it('an event reaches its listeners in the order of their subscription, and not those who left', () => {
  const event = new Event<number>()
  const heard: string[] = []
  const leave = event.on((n) => heard.push(`a${n}`))
  event.on((n) => heard.push(`b${n}`))
  event.emit(1)
  leave()
  event.emit(2)
  expect(heard).toEqual(['a1', 'b1', 'b2'])
})
