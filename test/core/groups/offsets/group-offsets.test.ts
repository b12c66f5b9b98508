import { beforeEach, describe, expect, test } from 'vitest'
import { GroupOffsets } from '../../../../core/groups/offsets/group-offsets.ts'
import { groupOffsetsTable, type OffsetKey, type OffsetRecord } from '../../../../core/storage/tables.ts'

let offsets: GroupOffsets
beforeEach(() => {
  offsets = new GroupOffsets()
})

const key = (groupId: string, topic: string, partition: number): OffsetKey => ({ groupId, topic, partition })
const record = (offset: number): OffsetRecord => ({ offset, leaderEpoch: -1, metadata: '', commitTimestampMs: 0, topicId: 't' })
const KEY = key('g', 'orders', 0)

function commit(at: OffsetKey, offset: number): void {
  offsets.begin(at)
  offsets.end(at, record(offset))
}
const removed = (writes: { key: Buffer; value: Buffer | null }[]) => writes.map((write) => [groupOffsetsTable.decodeKey(write.key), write.value])

describe('a commit', () => {
  test('is readable from its end on', () => {
    offsets.begin(KEY)
    expect([offsets.get('g', 'orders', 0), offsets.has('g'), [...offsets.of('g')]]).toEqual([undefined, true, []])
    offsets.end(KEY, record(5))
    expect([offsets.get('g', 'orders', 0), [...offsets.of('g')]]).toEqual([record(5), [{ topic: 'orders', partition: 0, record: record(5) }]])
  })

  test('that fails leaves what was there, or nothing', () => {
    offsets.begin(KEY)
    offsets.end(KEY, undefined)
    expect([offsets.has('g'), [...offsets.groupIds()]]).toEqual([false, []])
    commit(KEY, 5)
    offsets.begin(KEY)
    offsets.end(KEY, undefined)
    expect(offsets.get('g', 'orders', 0)).toEqual(record(5))
  })
})

describe('removal', () => {
  test('of a group covers its keys, also those on their way', () => {
    commit(KEY, 1)
    commit(key('other', 'orders', 0), 1)
    offsets.begin(key('g', 'orders', 1))
    expect(removed(offsets.removalOfGroup('g'))).toEqual([[KEY, null], [key('g', 'orders', 1), null]])
    expect(offsets.removalOfGroup('nobody')).toEqual([])
    offsets.clearGroup('g')
    expect([offsets.get('g', 'orders', 0), offsets.has('g'), offsets.has('other')]).toEqual([undefined, true, true])
    offsets.end(key('g', 'orders', 1), undefined)
    expect(offsets.has('g')).toBe(false)
  })

  test('of a topic covers every group and no other topic', () => {
    commit(KEY, 1)
    commit(key('h', 'orders', 3), 1)
    commit(key('h', 'payments', 0), 1)
    expect(removed(offsets.removalOfTopic('orders'))).toEqual([[KEY, null], [key('h', 'orders', 3), null]])
    offsets.clearTopic('orders')
    expect([...offsets.groupIds()]).toEqual(['h'])
    expect([...offsets.of('h')].map(({ topic }) => topic)).toEqual(['payments'])
  })
})

test('replay replaces what is durable and keeps commits on their way', () => {
  commit(KEY, 1)
  commit(key('gone', 'orders', 0), 1)
  offsets.begin(key('flying', 'orders', 0))
  offsets.replay([[KEY, record(9)]])
  expect([offsets.get('g', 'orders', 0)?.offset, offsets.has('gone'), offsets.has('flying')]).toEqual([9, false, true])
  offsets.end(key('flying', 'orders', 0), record(2))
  expect(offsets.get('flying', 'orders', 0)?.offset).toBe(2)
})
