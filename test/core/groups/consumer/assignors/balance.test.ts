import { expect, test } from 'vitest'
import { balance } from '../../../../../core/groups/consumer/assignors/balance.ts'
import { MemberLoad } from '../../../../../core/groups/consumer/assignors/member-load.ts'

function load(memberId: string, topicIds: string[], partitions: [string, number][]): MemberLoad {
  const made = new MemberLoad({ memberId, instanceId: null, topicIds: new Set(topicIds), current: new Map() })
  for (const [topicId, partition] of partitions) made.add(topicId, partition)
  return made
}

function balanced(...loads: MemberLoad[]): number[] {
  const topicIds = new Set(loads.flatMap(({ member }) => [...member.topicIds]))
  balance(loads, new Map([...topicIds].map((topicId) => [topicId, loads.filter(({ member }) => member.topicIds.has(topicId))])))
  return loads.map(({ size }) => size)
}

const t = (count: number, from = 0): [string, number][] => Array.from({ length: count }, (_, i) => ['t', from + i])

test('nothing moves where the difference is one', () => {
  expect(balanced(load('a', ['t'], t(2)), load('b', ['t'], t(1, 2)))).toEqual([2, 1])
})

test('a difference of more is evened out', () => {
  expect(balanced(load('a', ['t'], t(7)), load('b', ['t'], []), load('c', ['t'], []))).toEqual([3, 2, 2])
})

test('a member that reads alone keeps everything', () => {
  expect(balanced(load('a', ['t'], t(7)), load('b', ['u'], []))).toEqual([7, 0])
})

test('a long chain carries one partition to its end', () => {
  const chain = [load('m0', ['t0'], [['t0', 0], ['t0', 1], ['t0', 2]])]
  for (let i = 1; i < 5; i++) chain.push(load(`m${i}`, [`t${i - 1}`, `t${i}`], [[`t${i}`, 0], [`t${i}`, 1]]))
  chain.push(load('m5', ['t4'], [['t4', 2]]))
  expect(balanced(...chain)).toEqual([2, 2, 2, 2, 2, 2])
})
