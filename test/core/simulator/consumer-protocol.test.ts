// The bytes between members of a classic group, read back by those who must read them too.
import { expect, it } from 'vitest'
import { decodeAssignment } from '../../../core/client/admin/consumer-assignment.ts'
import { decodeSubscription, divide, encodeAssignment, encodeSubscription } from '../../../core/simulator/consumer-protocol.ts'

it('subscriptions and assignments are read as they were written', () => {
  expect(decodeSubscription(encodeSubscription(['a', 'b']))).toEqual(['a', 'b'])
  expect(decodeAssignment(encodeAssignment([{ topic: 'a', partition: 1 }, { topic: 'b', partition: 0 }, { topic: 'a', partition: 2 }]))).toEqual([{ topic: 'a', partitions: [1, 2] }, { topic: 'b', partitions: [0] }])
})

it('every partition goes to one of those that want its topic, in turn', () => {
  const places = [0, 1, 2].map((partition) => ({ topic: 'a', partition })).concat([{ topic: 'b', partition: 0 }])
  const shares = divide(places, new Map([['two', ['a']], ['one', ['a', 'b']]]))
  expect([...shares].map(([member, share]) => [member, share.map(({ topic, partition }) => `${topic}${partition}`)])).toEqual([['one', ['a0', 'a2', 'b0']], ['two', ['a1']]])
})
