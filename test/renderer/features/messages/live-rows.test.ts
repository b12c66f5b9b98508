// The ring of what arrives: newest first, bounded, rows found by their key.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inTimeOrder, LiveRows, recordKey } from '../../../../renderer/features/messages/live-rows.ts'
import { row } from './scripted-topic.ts'

it('shows what a plain list would, after any pushes and drains', () => {
  const steps = fc.array(fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 0, max: 7 }) }, { weight: 1, arbitrary: fc.constant('drain' as const) }))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), steps, (capacity, all) => {
      const live = new LiveRows(capacity)
      let model: ReturnType<typeof row>[] = []
      let offset = 0
      for (const step of all) {
        if (step === 'drain') {
          expect(live.drain()).toEqual(model)
          model = []
        } else {
          const rows = Array.from({ length: step }, () => row(0, offset++))
          model.push(...rows)
          expect(live.push(rows)).toEqual(model.splice(0, Math.max(0, model.length - capacity)))
        }
        expect(Array.from({ length: live.count + 1 }, (_, index) => live.at(index))).toEqual([...model.toReversed(), undefined])
        expect(model.map((one) => live.indexOf(recordKey(one)))).toEqual(model.map((_, index) => model.length - 1 - index))
        expect(live.indexOf('0:99999')).toBe(-1)
      }
    }),
  )
})

it('orders rows by time, those of one partition by offset whatever their timestamps say', () => {
  const rows = [row(1, 5, 40), row(0, 2, 10), row(0, 1, 30), row(1, 4, 20)]
  expect(inTimeOrder(rows).map(recordKey)).toEqual(['1:4', '0:1', '0:2', '1:5'])
})
