// Every table: keys and values come back as they went in, and no table's keys lie within another's.
import { describe, expect, it } from 'vitest'
import * as tables from '../../../core/storage/tables.ts'

const samples: [string, tables.Table<never, never>, unknown, unknown][] = [
  ['cluster', tables.clusterTable as never, 'clusterId', 'abc'],
  ['topics', tables.topicsTable as never, 'orders', { name: 'orders', topicId: 'x', partitions: [1, 0xffff_ffff], configs: { 'retention.ms': '1' }, createdAtMs: 1_800_000_000_000 }],
  ['groups', tables.groupsTable as never, 'büro/µ', { version: 1, members: [{ metadata: Buffer.from([0, 255]) }] }],
  ['group offsets', tables.groupOffsetsTable as never, { groupId: 'a', topic: 'b.c', partition: 7 }, { offset: Number.MAX_SAFE_INTEGER, leaderEpoch: -1, metadata: '', commitTimestampMs: 1, topicId: '' }],
  ['producers', tables.producersTable as never, { partition: 0xffff_ffff, producerId: 2 ** 40 }, { epoch: 3, lastTimestampMs: 5, batches: [[0, 1, 2, 3]] }],
  ['extents', tables.extentsTable as never, { partition: 1, firstOffset: 2 ** 40 }, { generation: 2, lastOffset: 2 ** 41, bytes: 1, records: 10, maxTimestampMs: -1, firstAppendMs: 5, lastAppendMs: 5 }],
  ['log starts', tables.logStartsTable as never, 4, 2 ** 52],
  ['generation', tables.generationTable as never, 'complete', true],
  ['aborted transactions', tables.abortedTransactionsTable as never, { partition: 0xffff_ffff, lastOffset: 2 ** 40 }, { producerId: 2 ** 40, firstOffset: 1, lastStableOffset: 2 }],
  ['dynamic configs', tables.dynamicConfigsTable as never, { type: 32, name: 'büro' }, { 'consumer.session.timeout.ms': '45000' }],
  ['client quotas', tables.clientQuotasTable as never, 'digest', { entity: [['user', 'alice'], ['client-id', null]], values: { producer_byte_rate: 1024.5 } }],
  ['SCRAM credentials', tables.scramCredentialsTable as never, 'SCRAM-SHA-256/alice', { salt: 'AA==', storedKey: 'AQ==', serverKey: 'Ag==', iterations: 4096 }],
  ['access rules', tables.aclsTable as never, 'id', { resourceType: 'TOPIC', resourceName: 'orders', patternType: 'LITERAL', principal: 'User:alice', host: '*', operation: 'READ', permissionType: 'ALLOW' }],
  ['files', tables.filesTable as never, 12, { batchBytes: 2 ** 33 }],
  ['compactions', tables.compactionsTable as never, 4, { cleanedUntil: 2 ** 40, nextHorizonMs: -1 }],
  ['transactions', tables.transactionsTable as never, 'billing-1', { version: 1, producerId: 2 ** 40, partitions: [['orders', [0, 1]]] }],
  ['pending offsets', tables.pendingOffsetsTable as never, { producerId: 2 ** 40, groupId: 'a', topic: 'b.c', partition: 7 }, { offset: 1, leaderEpoch: -1, metadata: 'm', commitTimestampMs: 1, topicId: '' }],
  ['consumer group members', tables.consumerMembersTable as never, { groupId: 'a', memberId: 'b' }, { version: 1, state: 'STABLE' }],
  ['retry policies', tables.retryPoliciesTable as never, 'orders', { version: 1, tiers: [{ name: 'orders-retry-1000', delayMs: 1_000 }] }],
  ['retry cursors', tables.retryCursorsTable as never, 'orders/orders-retry-1000/0', { version: 1, next: 2 ** 40, moved: 3, ahead: [2 ** 40 + 2], released: 1, warps: [[5, 1_000]] }],
  ['replay registers', tables.replayRegistersTable as never, 'job', { version: 1, register: { planHash: '0123456789abcdef', pass: 0, next: 200, runner: 'r', baseOffsets: [2 ** 40, 7] } }],
]

describe.each(samples)('%s', (_name, table, key, value) => {
  it('gives key and value back', () => {
    const write = table.put(key as never, value as never)
    expect(table.decodeKey(write.key)).toEqual(key)
    expect(table.decodeValue(write.value!)).toEqual(value)
    expect(table.remove(key as never)).toEqual({ key: write.key, value: null })
    expect([Buffer.compare(table.start, write.key) < 0, Buffer.compare(write.key, table.end) < 0]).toEqual([true, true])
  })
})

it('ids are unique, and every table is listed here', () => {
  const all = Object.values(tables).filter((value) => value instanceof tables.Table)
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  expect(samples.map(([, table]) => table.id).toSorted((a, b) => a - b)).toEqual(all.map(({ id }) => id).toSorted((a, b) => a - b))
})

it('offsets of groups whose names run into each other stay apart', () => {
  const key = (groupId: string, topic: string): string => tables.groupOffsetsTable.encodeKey({ groupId, topic, partition: 0 }).toString('hex')
  expect(key('ab', 'c')).not.toBe(key('a', 'bc'))
})

it('a text too long for a key is a bug of the caller, not a write that LMDB refuses later', () => {
  expect(() => tables.topicsTable.encodeKey('x'.repeat(tables.MAX_TEXT_KEY_BYTES + 1))).toThrow('a key of 1025 bytes is longer than 1024')
})
