import { expect, it } from 'vitest'
import { HeldKeys } from '../../../../../core/deadletters/replay/jobs/held-keys.ts'
import { ItemStates } from '../../../../../core/deadletters/replay/jobs/item-states.ts'

it('holds later items of a key while an earlier one has failed or is in doubt, and none of other keys or without one', () => {
  const states = new ItemStates(10)
  const held = new HeldKeys(states)
  for (const [key, index, state] of [['a', 3, 'FAILED'], ['b', 5, 'INDOUBT'], ['', 1, 'FAILED']] as const) {
    states.set(index, state)
    held.block(key, index)
  }
  expect([held.blockerOf('a', 4), held.blockerOf('a', 2), held.blockerOf('b', 9), held.blockerOf('c', 9), held.blockerOf('', 9)]).toEqual([3, undefined, 5, undefined, undefined])
  states.set(5, 'SENT')
  states.set(3, 'PENDING')
  expect([held.blockerOf('a', 4), held.blockerOf('b', 9)]).toEqual([undefined, undefined])
})
