// Items survive being stored, to the last field.
import { expect, it } from 'vitest'
import { decodeItems, encodeItems, type KeptItem, orderKeyOf } from '../../../../core/deadletters/replay/plan-item-rows.ts'

const whole: KeptItem = {
  index: 512,
  source: { clusterId: 'c', topic: 'orders-dlt', topicId: 'id', partition: 3, offset: 9_007_199_254_740_000 },
  origin: { topic: 'orders', topicId: 'oid', partition: 2, offset: 7, timestampMs: 1_750_000_000_000, group: 'billing' },
  dialect: 'spring-dlpr',
  orderKey: orderKeyOf(true, 'orders', [-5, 4_000_000_000]),
  targetTopic: 'orders',
  targetPartition: 2,
  payload: 'edited',
  replayCount: 2,
  sizeBytes: 12_345,
  timestampMs: 1_750_000_000_001,
  isTombstone: true,
  contentHash: '0123456789abcdef',
  keyHashes: [-5, 4_000_000_000],
  keyText: 'k',
  isForced: true,
  skip: { reason: 'loop', message: 'It was replayed 3 times already and came back.' },
  problem: { code: 'target-missing', message: 'There is no such topic.' },
  pin: 0,
}
const bare: KeptItem = {
  ...whole,
  index: 513,
  source: { file: 'abc', line: 4 },
  origin: { topic: 'orders', topicId: null, partition: null, offset: null, timestampMs: null, group: null },
  dialect: null,
  orderKey: '',
  targetTopic: '',
  targetPartition: -1,
  payload: 'dlq',
  timestampMs: -1,
  isTombstone: false,
  keyHashes: null,
  keyText: null,
  isForced: false,
  skip: null,
  problem: null,
  pin: null,
}

it('items come back as they were, with the texts that they share stored once', () => {
  const chunk = encodeItems([whole, bare, { ...bare, index: 514, origin: null }])
  expect(decodeItems(chunk, 512)).toEqual([whole, bare, { ...bare, index: 514, origin: null }])
  expect(chunk.texts.filter((text) => text === 'orders')).toHaveLength(1)
})

it('records of one key to one topic share an order key; those without a key, and where no order is wanted, have none', () => {
  expect(orderKeyOf(true, 'a', [1, 2])).toBe(orderKeyOf(true, 'a', [1, 2]))
  expect(orderKeyOf(true, 'a', [1, 2])).not.toBe(orderKeyOf(true, 'b', [1, 2]))
  expect([orderKeyOf(true, 'a', null), orderKeyOf(false, 'a', [1, 2])]).toEqual(['', ''])
})
