// Periods to arm a cluster for.
import { expect, it } from 'vitest'
import { armPeriods, minutesText } from '../../../../renderer/features/connections/arm-minutes.ts'

it('offers the period of the settings among the usual ones', () => {
  expect(armPeriods(10)).toEqual([5, 10, 15, 30, 60])
  expect(armPeriods(7)).toEqual([5, 7, 10, 15, 30, 60])
  expect([minutesText(1), minutesText(7)]).toEqual(['1 minute', '7 minutes'])
})
