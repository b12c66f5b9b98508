import { expect, it } from 'vitest'
import { beginsCharacter, NumberList } from '../../../core/serdes/line-index.ts'

it('keeps numbers beyond its first block, and finds the last one not above a limit', () => {
  const list = new NumberList()
  for (let n = 0; n < 5_000; n++) list.push(n * 10)
  expect(list.length).toBe(5_000)
  expect(list.at(4_999)).toBe(49_990)
  expect([0, 9, 10, 25_005, 49_990, 1_000_000].map((limit) => list.lastNotAbove(limit))).toEqual([0, 0, 1, 2_500, 4_999, 4_999])
})

it('knows where a UTF-8 character begins', () => {
  expect([...Buffer.from('aé€😀')].map(beginsCharacter)).toEqual([true, true, false, true, false, false, true, false, false, false])
})
