import { expect, it } from 'vitest'
import { ladderOf, withTierNames } from '../../../../core/deadletters/recognise/retry-ladder.ts'

it('orders tiers by number or by delay', () => {
  expect(ladderOf(['o-retry-10', 'o-retry-2', 'o-retry-0'])).toEqual(['o-retry-0', 'o-retry-2', 'o-retry-10'])
  expect(ladderOf(['o-retry-1m', 'o-retry-5s', 'o-retry-500'])).toEqual(['o-retry-500', 'o-retry-5s', 'o-retry-1m'])
})

it('names the tiers that headers leave out, and tells when the record came there', () => {
  const places = [{ topic: 'o' }, { topic: '', dueAt: 1_500 }, { topic: '', dueAt: 4_000, at: 7 }]
  expect(withTierNames(places, ['o-retry-1000', 'o-retry-2000'])).toEqual([{ topic: 'o' }, { topic: 'o-retry-1000', dueAt: 1_500, at: 500 }, { topic: 'o-retry-2000', dueAt: 4_000, at: 7 }])
})

it('a single retry topic is used again and again; none leaves tiers without a name', () => {
  const places = [{ topic: '' }, { topic: '' }]
  expect(withTierNames(places, ['o-retry'])).toEqual([{ topic: 'o-retry' }, { topic: 'o-retry' }])
  expect(withTierNames(places, [])).toEqual(places)
})
