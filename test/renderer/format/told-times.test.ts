// Times that stand in a sentence are said as in a table.
import { afterEach, expect, it } from 'vitest'
import { showTimesIn } from '../../../renderer/format/times.ts'
import { toldTimes } from '../../../renderer/format/told-times.ts'

afterEach(() => showTimesIn('local'))

const NOW = Date.parse('2026-11-21T21:00:00.000Z')

it('says a time in the zone that is shown, with its day where that is another one', () => {
  showTimesIn('Europe/Berlin')
  expect(toldTimes('Sent to "orders" by job 1 at 2026-11-21T20:18:23.582Z.', NOW)).toBe('Sent to "orders" by job 1 at 21:18:23.582.')
  showTimesIn('UTC')
  expect(toldTimes('From 2026-11-20T00:00:00.000Z to 2026-11-21T00:00:00.001Z', NOW)).toBe('From 11-20 00:00:00.000 to 00:00:00.001')
})

it('leaves everything else as it is', () => {
  expect(toldTimes('Key 2026-11-21T20, 12:00', NOW)).toBe('Key 2026-11-21T20, 12:00')
})
