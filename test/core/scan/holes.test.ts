import { expect, it } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import { Slices } from '../../../core/base/slices.ts'
import { Holes, type Hole } from '../../../core/scan/holes.ts'
import { type Keep, RecordFilter } from '../../../core/scan/record-filter.ts'
import { batchAt, markerAt } from '../../support/scripted-broker.ts'

const EVERYTHING: Keep = { which: 'first', count: Infinity }

async function holesIn(bytes: Buffer, from = 0, most = Infinity): Promise<{ found: [number, Hole | null][]; nextOffset: number }> {
  const filter = new RecordFilter({ test: null, fromTimestamp: null, untilTimestamp: null, withAborted: false }, new Slices(systemClock))
  const found: [number, Hole | null][] = []
  const { nextOffset } = await filter.filter({ bytes, outcomeOf: ({ baseOffset }) => (baseOffset === 20 ? 'aborted' : null) }, { partition: 0, from, until: 1_000 }, EVERYTHING, (record, _, hole) => found.length < most && found.push([Number(record.offset), hole]) > 0)
  return { found, nextOffset }
}

it('says of each record which offsets before it hold none, and why', async () => {
  const bytes = Buffer.concat([batchAt(2, ['a', 'b']), markerAt(4), batchAt(5, ['c']), batchAt(9, ['d']), markerAt(10), batchAt(20, ['taken back']), batchAt(21, ['e'])])
  const { found } = await holesIn(bytes)
  expect(found).toEqual([
    [2, { fromOffset: 0, kinds: ['compacted'] }],
    [3, null],
    [5, { fromOffset: 4, kinds: [expect.stringMatching(/marker|control/)] }],
    [9, { fromOffset: 6, kinds: ['compacted'] }],
    [21, { fromOffset: 10, kinds: [expect.stringMatching(/marker|control/), 'compacted', 'aborted'] }],
  ])
})

it('a record that found no place gets its hole the next time', async () => {
  const bytes = Buffer.concat([batchAt(0, ['a']), batchAt(5, ['b'])])
  const first = await holesIn(bytes, 0, 1)
  expect(first.nextOffset).toBe(1)
  expect((await holesIn(bytes, first.nextOffset)).found).toEqual([[5, { fromOffset: 1, kinds: ['compacted'] }]])
})

it('names no offset twice', () => {
  const holes = new Holes(0)
  holes.met('commit marker', 0, 1)
  holes.met('commit marker', 0, 1)
  expect(holes.before(2)).toEqual({ fromOffset: 0, kinds: ['commit marker', 'compacted'] })
  holes.passed(3)
  expect(holes.before(3)).toBeNull()
})
