import { expect, test } from 'vitest'
import { MemberLoad } from '../../../../../core/groups/consumer/assignors/member-load.ts'

test('gives away what it has not had before, then the last', () => {
  const load = new MemberLoad({ memberId: 'm', instanceId: null, topicIds: new Set(['t']), current: new Map([['t', new Set([0, 1, 5])]]) })
  for (const partition of [0, 1, 5, 3, 2]) load.add('t', partition)
  expect([load.size, load.giveAway('t'), load.giveAway('t'), load.giveAway('t'), load.giveAway('t'), load.size]).toEqual([5, 3, 2, 5, 1, 1])
  expect([load.giveAway('t'), load.partitions.size, load.target.size]).toEqual([0, 0, 0])
})
