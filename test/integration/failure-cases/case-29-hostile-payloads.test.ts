// Failure case 29 of dead letters: hostile payloads, from the topic to what a person sees.
import { expect, it } from 'vitest'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import { hex, u8 } from '../../support/dead-letters.ts'
import { startDeadLettersClient } from '../../support/dead-letters-client.ts'
import { failed } from '../../support/failure-index.ts'

const MIB = 1024 * 1024
const HUNDRED_MB = 100_000_000

it('Java-serialized header, zip bomb, 100 MB value, 10k headers: never deserialize; caps: header 1 MB, decompress ≤ 16 MB and ratio 100, view truncated, replay streams raw', async () => {
  const world = await startDeadLettersClient()
  const cluster = world.services.connections.cluster('local')
  await world.services.topics.create('local', { name: 'orders-dlt', partitionCount: 1, configs: { 'max.message.bytes': String(128 * MIB) } })
  const topic = await cluster.topic('orders-dlt')
  const send = async (value: Buffer | null, headers: { key: string; value: Buffer | null }[], codec: 0 | 4 = 0) =>
    produceBatch(cluster, topic, { partition: 0, records: [{ key: Buffer.from('k'), value, headers, timestamp: 0 }], codec })

  // An object stream whose class would run code: it is bytes, and stays bytes.
  await send(Buffer.from('{}'), [hex('springDeserializerExceptionValue', `aced0005737200${'41'.repeat(40)}`), u8('kafka_dlt-original-topic', 'orders'), u8('kafka_dlt-exception-fqcn', 'E')])
  // A bomb: 32 MiB in a few kilobytes.
  await send(Buffer.alloc(32 * MIB), [], 4)
  // A large value, as it is.
  await send(Buffer.alloc(HUNDRED_MB, 0x61), failed('E', 'large'))
  // A header of 3 MiB, and 10,000 of them.
  await send(Buffer.from('{}'), [...failed('E', 'm'), u8('exception-stack', `E: m\n${'\tat a.b.C.d(C.java:1)\n'.repeat(140_000)}`)])
  await send(Buffer.from('{}'), [...failed('E', 'many'), ...Array.from({ length: 10_000 }, (_, i) => u8('kafka_dlt-original-topic', `orders-${i}`))])

  const { topics } = await world.indexed('orders-dlt')
  expect(topics[0]).toMatchObject({ known: 4, closing: 'Read all 4 records in 1 partition. 1 batch could not be decoded.' })
  const { rows } = await world.client.list({ connectionId: 'local', topics: ['orders-dlt'], filter: {}, order: 'key', cursor: null, limit: 10 })
  const byOffset = new Map(rows.map((row) => [Number(row.key.offset), row]))
  expect([...byOffset.keys()].toSorted((a, b) => a - b)).toEqual([0, 2, 3, 4])
  expect(byOffset.get(2)).toMatchObject({ message: 'large', sizeBytes: expect.any(Number) as number })
  expect(byOffset.get(2)!.sizeBytes).toBeGreaterThan(HUNDRED_MB)

  const serialized = await world.client.case({ connectionId: 'local', key: byOffset.get(0)!.key })
  expect([serialized.ownedHeaders, serialized.decodeIssues]).toEqual([['springDeserializerExceptionValue', 'kafka_dlt-original-topic', 'kafka_dlt-exception-fqcn'], []])
  const tall = await world.client.case({ connectionId: 'local', key: byOffset.get(3)!.key })
  expect(tall.error.stack!.length).toBe(MIB)
  expect(tall.causes.flatMap(({ frames }) => frames).length).toBeLessThanOrEqual(2_000)
  const many = await world.client.case({ connectionId: 'local', key: byOffset.get(4)!.key })
  expect(many.hops.length).toBeLessThanOrEqual(200)
}, 60_000)
