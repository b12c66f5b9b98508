import { expect, it } from 'vitest'
import { PlanFeed, runsOf } from '../../../../../core/deadletters/replay/jobs/plan-feed.ts'
import { madePlan } from '../../../../support/replay-world.ts'

function feedOf(count: number, runs: Parameters<typeof runsOf>[0] | null) {
  const made = madePlan(Array.from({ length: count }, (_, i) => ({ key: `k${i}` })))
  const asked: [number, number][] = []
  const { prepare } = made.source
  const source = { ...made.source, prepare: async (from: number, length: number) => (asked.push([from, length]), prepare(from, length)) }
  return { made, asked, feed: new PlanFeed(source, runs && runsOf(runs)) }
}

it('hands out every item in order, prepared in stretches and one stretch ahead', async () => {
  const { feed, asked } = feedOf(1_200, null)
  expect(feed.length).toBe(1_200)
  expect((await feed.at(0)).item.index).toBe(0)
  expect(asked).toEqual([[0, 500], [500, 500]])
  for (let i = 0; i < 1_200; i++) expect((await feed.at(i)).prepared.index).toBe(i)
  expect(asked).toEqual([[0, 500], [500, 500], [1_000, 200]])
})

it('hands out only the items of a pass, run by run', async () => {
  const { feed } = feedOf(20, [2, 3, 4, 9, 17, 18])
  expect(feed.length).toBe(6)
  const found: number[] = []
  for (let position = 0; position < feed.length; position++) found.push((await feed.at(position)).item.index)
  expect([found, feed.indexAt(3)]).toEqual([[2, 3, 4, 9, 17, 18], 9])
})

it('asks again for what could not be prepared', async () => {
  const { feed, made } = feedOf(3, null)
  made.failNext = new Error('the source is away')
  const failing = new PlanFeed(made.source, null)
  await expect(failing.at(0)).rejects.toThrow('the source is away')
  expect((await failing.at(0)).item.index).toBe(0)
  expect((await feed.at(2)).item.index).toBe(2)
})

it('writes indexes as runs', () => {
  expect(runsOf([])).toEqual([])
  expect(runsOf([1, 2, 3, 7, 9, 10])).toEqual([[1, 3], [7, 1], [9, 2]])
})
