// Failure case 15: which partitioner producers use is told from where their records lie.
import { crc32 } from 'node:zlib'
import { expect, it } from 'vitest'
import { partitionForKey } from '../../../core/client/partitioner.ts'
import { inferPartitioner } from '../../../core/deadletters/replay/partitioner-inference.ts'
import { inferenceWarning } from '../../../core/deadletters/replay/plan-warnings.ts'
import { planWorld } from '../../support/replay-plans.ts'

const PARTITIONS = 12
const MURMUR2 = { mode: 'by-key', partitioner: 'murmur2' } as const
const CRC32 = { mode: 'by-key', partitioner: 'crc32' } as const

it('producers use another partitioner (librdkafka CRC32 default)', async () => {
  const world = await planWorld()
  const sampled = async (name: string, choose: (key: Buffer, i: number) => number) => {
    await world.topic(name, PARTITIONS)
    const keys = Array.from({ length: 600 }, (_, i) => Buffer.from(`key-${i}`))
    for (const [partition, chosen] of Map.groupBy(keys.entries(), ([i, key]) => choose(key, i))) {
      await world.produce(name, partition, chosen.map(([, key]) => ({ key, value: key, timestamp: 1_750_000_000_000 })))
    }
    return (await inferPartitioner(world.cluster, name, new AbortController().signal))!
  }

  const java = await sampled('java', (key) => partitionForKey(key, PARTITIONS))
  expect(java).toMatchObject({ murmur2: 100, best: 'murmur2' })
  expect(java.sampled).toBeLessThanOrEqual(200)
  expect(java.crc32).toBeLessThan(50)
  expect(inferenceWarning(java, MURMUR2)).toEqual([])

  const rdkafka = await sampled('rdkafka', (key) => crc32(key) % PARTITIONS)
  expect(rdkafka).toMatchObject({ crc32: 100, best: 'crc32' })
  expect(inferenceWarning(rdkafka, CRC32)).toEqual([])
  expect(inferenceWarning(rdkafka, MURMUR2)).toMatchObject([{ code: 'partitioner-other', message: expect.stringMatching(/100 % where CRC-32 \(librdkafka\) does\. Choose CRC-32/) as string }])

  const mixed = await sampled('mixed', (key, i) => (i % 4 === 0 ? (i * 7) % PARTITIONS : partitionForKey(key, PARTITIONS)))
  expect(mixed.best).toBe('murmur2')
  expect(inferenceWarning(mixed, MURMUR2)).toMatchObject([{ code: 'partitioner-unsure' }])

  const explicit = await sampled('explicit', (_, i) => i % PARTITIONS)
  expect(explicit.best).toBeNull()
  expect(inferenceWarning(explicit, MURMUR2)).toMatchObject([{ code: 'partitioner-unknown' }])
})
