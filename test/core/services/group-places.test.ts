import { expect, it } from 'vitest'
import { groupPlaces, lagBetween } from '../../../core/services/group-places.ts'

const member = (memberId: string, topic: string, partitions: number[]) => ({
  memberId, groupInstanceId: null, clientId: 'c', clientHost: '/h', assignment: [{ topic, partitions }], assignmentError: null, target: null, epoch: null, isClassic: false,
})
const commit = (topic: string, partition: number) => ({ topic, partition, offset: 4, metadata: null, error: null })

it('joins what is committed with what is assigned, by topic and partition', () => {
  const places = groupPlaces([member('m', 'b', [2, 0])], [commit('b', 0), commit('a', 7)])
  expect(places).toEqual([
    { topic: 'a', partition: 7, commit: commit('a', 7), memberId: null },
    { topic: 'b', partition: 0, commit: commit('b', 0), memberId: 'm' },
    { topic: 'b', partition: 2, commit: undefined, memberId: 'm' },
  ])
})

it.each([
  [null, 5n, null],
  [5n, null, null],
  [2n, 5n, 3n],
  [5n, 5n, 0n],
  [9n, 5n, 0n],
])('the lag between committed %s and end %s is %s', (committed, end, lag) => {
  expect(lagBetween(committed, end)).toBe(lag)
})
