import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ITEM_STATES, ItemStates } from '../../../../../core/deadletters/replay/jobs/item-states.ts'

it('R10: the counts add up to the plan whatever happens to its items', () => {
  const change = fc.record({ index: fc.nat(9), state: fc.constantFrom(...ITEM_STATES) })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const states = new ItemStates(10)
      const model = new Array<string>(10).fill('PENDING')
      for (const { index, state } of changes) {
        try {
          states.set(index, state)
          model[index] = state
        } catch {
          expect(states.get(index)).toBe(model[index])
        }
        expect(Object.values(states.counts()).reduce((a, b) => a + b)).toBe(10)
        for (const each of ITEM_STATES) expect([...states.in(each)]).toEqual([...model.keys()].filter((i) => model[i] === each))
      }
    }),
  )
})

it('never takes back what was sent, and asks for what failed again only as pending', () => {
  const states = new ItemStates(2)
  states.set(0, 'SENDING')
  states.set(0, 'SENT')
  expect(() => states.set(0, 'PENDING')).toThrow('item 0 may not go from SENT to PENDING')
  states.set(1, 'FAILED')
  expect(() => states.set(1, 'SENT')).toThrow('item 1 may not go from FAILED to SENT')
  states.set(1, 'PENDING')
  expect(states.counts()).toMatchObject({ SENT: 1, PENDING: 1 })
})
