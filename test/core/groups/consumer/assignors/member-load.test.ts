import { expect, test } from 'vitest'
import { MemberLoad } from '../../../../../core/groups/consumer/assignors/member-load.ts'

test('gives away first what came last', () => {
  const load = new MemberLoad({ memberId: 'm', instanceId: null, topicIds: new Set(['t']), current: new Map() })
  for (const partition of [0, 1, 5, 3]) load.add('t', partition)
  expect([load.size, load.giveAway('t'), load.giveAway('t'), load.size, load.target]).toEqual([4, 3, 5, 2, new Map([['t', new Set([0, 1])]])])
  expect([load.giveAway('t'), load.giveAway('t'), load.partitions.size, load.target.size]).toEqual([1, 0, 0, 0])
})
