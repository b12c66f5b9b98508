// Partitions as clients of the target would choose them.
import { describe, expect, it } from 'vitest'
import { keyHashesOf, partitionBy, targetPartition } from '../../../../core/deadletters/replay/target-partition.ts'

const placed = { topic: 'orders', partitionCount: 3, originPartition: 2, sourcePartition: 0, keyHashes: keyHashesOf(Buffer.from('order-17')) }

describe('the partition of a target', () => {
  it('is that of the origin', () => {
    expect(targetPartition({ mode: 'same' }, placed)).toBe(2)
  })

  it('is missing where the origin had more partitions', () => {
    expect(targetPartition({ mode: 'same' }, { ...placed, originPartition: 5 })).toEqual({
      code: 'partition-missing',
      message: 'It came from partition 5, and topic "orders" has 3 partitions. Choose the partition by key.',
    })
  })

  it('is unknown where the dead letter does not tell', () => {
    expect(targetPartition({ mode: 'same' }, { ...placed, originPartition: null })).toMatchObject({ code: 'no-origin-partition' })
  })

  it('is the one that was named', () => {
    expect(targetPartition({ mode: 'explicit', partition: 1 }, placed)).toBe(1)
    expect(targetPartition({ mode: 'explicit', partition: 3 }, placed)).toMatchObject({ code: 'partition-missing', message: expect.stringContaining('It is to go to partition 3') as string })
  })

  it('without a key is the same each time', () => {
    expect(targetPartition({ mode: 'by-key', partitioner: 'crc32' }, { ...placed, originPartition: 5, keyHashes: null })).toBe(2)
    expect(targetPartition({ mode: 'by-key', partitioner: 'crc32' }, { ...placed, originPartition: null, sourcePartition: 4, keyHashes: null })).toBe(1)
  })
})

/** By Apache Kafka's Utils.murmur2 and by zlib's crc32, of 12 partitions. */
it.each([
  ['murmur2', 'a-little-bit-long-string', (-985981536 & 0x7fffffff) % 12],
  ['murmur2', 'foobar', (-790332482 & 0x7fffffff) % 12],
  ['crc32', '123456789', 0xcbf43926 % 12],
] as const)('%s of "%s"', (partitioner, key, partition) => {
  expect(partitionBy(partitioner, keyHashesOf(Buffer.from(key))!, 12)).toBe(partition)
})
