import { expect, test } from 'vitest'
import { PendingOffsets } from '../../../../core/groups/offsets/pending-offsets.ts'
import { pendingOffsetsTable } from '../../../../core/storage/tables.ts'

const key = (producerId: number, partition = 0, groupId = 'billing', topic = 'orders') => ({ producerId, groupId, topic, partition })
const record = (offset: number) => ({ offset, leaderEpoch: -1, metadata: '', commitTimestampMs: 1, topicId: 'id' })

test('an offset is pending as long as any producer has one for its partition', () => {
  const pending = new PendingOffsets()
  expect(pending.put(key(1), record(5))).toEqual(pendingOffsetsTable.put(key(1), record(5)))
  pending.put(key(1), record(6))
  pending.put(key(2), record(7))
  expect([pending.has(key(3)), pending.has(key(3, 1)), pending.hasGroup('billing'), pending.hasGroup('shipping')]).toEqual([true, false, true, false])
  expect(pending.of(1)).toEqual([{ key: key(1), record: record(6) }])
  pending.forget(pending.of(1))
  expect([pending.has(key(3)), [...pending.groupIds()]]).toEqual([true, ['billing']])
  pending.forget(pending.of(2))
  expect([pending.has(key(3)), [...pending.groupIds()], pending.of(2)]).toEqual([false, [], []])
})

test('forgetting leaves what the producer has put since', () => {
  const pending = new PendingOffsets()
  pending.put(key(1), record(5))
  const ended = pending.of(1)
  pending.put(key(1), record(9))
  pending.forget(ended)
  expect(pending.of(1)).toEqual([{ key: key(1), record: record(9) }])
})

test('what is removed is gone at once, and the writes make it so on disk', () => {
  const pending = new PendingOffsets()
  pending.put(key(1), record(5))
  pending.put(key(1, 1, 'shipping'), record(5))
  expect(pending.remove(({ groupId }) => groupId === 'billing')).toEqual([pendingOffsetsTable.remove(key(1))])
  expect([pending.hasGroup('billing'), pending.hasGroup('shipping')]).toEqual([false, true])
})

test('a replay replaces everything', () => {
  const pending = new PendingOffsets()
  pending.put(key(1), record(5))
  pending.replay([[key(2, 3), record(8)]])
  expect([pending.of(1), pending.of(2)]).toEqual([[], [{ key: key(2, 3), record: record(8) }]])
})
