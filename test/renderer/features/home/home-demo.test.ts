import { expect, it } from 'vitest'
import { demoFlow } from '../../../../core/services/demo-flow.ts'
import { DEMO_GROUPS, DEMO_RECORDS, DEMO_TOPICS } from '../../../../renderer/features/home/home-demo.ts'

it('offers what the core makes', () => {
  const { topics, groups } = demoFlow(0)
  expect(DEMO_TOPICS.map(({ name }) => name)).toEqual(topics.map(({ name }) => name))
  expect(DEMO_TOPICS.map(({ what }) => Number(/^\d+/.exec(what)))).toEqual(topics.map(({ records }) => records.length))
  expect(DEMO_GROUPS.map(({ name }) => name)).toEqual(groups.map(({ groupId }) => groupId))
  expect(DEMO_RECORDS).toBe(topics.reduce((sum, { records }) => sum + records.length, 0))
})
