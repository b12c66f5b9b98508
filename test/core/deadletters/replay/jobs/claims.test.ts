import { expect, it } from 'vitest'
import { Claims } from '../../../../../core/deadletters/replay/jobs/claims.ts'
import type { ItemSource } from '../../../../../core/deadletters/replay/plan.ts'

const source = (offset: number): ItemSource => ({ clusterId: 'c', topic: 'orders-dlt', topicId: 'id', partition: 0, offset })
const target = { clusterId: 'c', topic: 'orders' }

it('gives a record to the first job that asks, as often as it asks, and to no other', () => {
  const claims = new Claims()
  expect([claims.take('a', source(1), target), claims.take('a', source(1), target), claims.take('b', source(1), target)]).toEqual([null, null, 'a'])
})

it('tells records and targets apart', () => {
  const claims = new Claims()
  claims.take('a', source(1), target)
  expect([claims.take('b', source(2), target), claims.take('b', source(1), { ...target, topic: 'refunds' })]).toEqual([null, null])
})

it('gives back what a job keeps no longer, and nothing of what another has taken', () => {
  const claims = new Claims()
  for (const offset of [1, 2]) claims.take('a', source(offset), target)
  claims.take('b', source(3), target)
  claims.keepOnly('a', [{ source: source(2), target }])
  expect([1, 2, 3].map((offset) => claims.take('c', source(offset), target))).toEqual([null, 'a', 'b'])
})
