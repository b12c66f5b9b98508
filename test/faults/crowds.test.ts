// Many clients, and clients that misbehave without sending a wrong byte: readers that never read, a thousand that say nothing, a hundred that write.
import { expect, it } from 'vitest'
import { encodeRequestFrame } from '../../core/protocol/frame.ts'
import { ApiVersions } from '../../core/protocol/messages/api-versions.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { startTestBroker } from '../support/broker.ts'
import { idempotentProducer, type Place, readAll, write } from '../support/plain-log.ts'
import { RawClient } from '../support/raw-client.ts'
import { connect, createTopic } from '../support/transactions.ts'
import { WireClient } from '../support/wire-client.ts'

const MIB = 1024 * 1024
const ORDERS: Place = { topic: 'orders', partition: 0 }

it('readers that never read cost a bounded amount of memory, and others write and read on', { timeout: 60_000 }, async () => {
  const [readers, fetches] = [10, 100]
  const broker = await startTestBroker()
  const client = await connect(broker)
  await createTopic(client, 'orders')
  const value = Buffer.alloc(900_000, 7)
  for (let i = 0; i < 4; i++) await write(client, ORDERS, [value])
  const fetch = Buffer.concat(encodeRequestFrame(Fetch, 11, 1, 'slow', {
    maxWaitMs: 0, minBytes: 1, maxBytes: 8 * MIB, topics: [{ topic: 'orders', partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 8 * MIB }] }], forgottenTopicsData: [],
  }))
  const before = process.memoryUsage().rss
  const slow = await Promise.all(Array.from({ length: readers }, () => RawClient.connect(broker.address)))
  for (const reader of slow) {
    reader.socket.pause()
    for (let i = 0; i < fetches; i++) reader.socket.write(fetch)
  }
  // 3.6 GB are asked for; what is held for each is what it may leave untaken, and one answer.
  for (let i = 0; i < 50; i++) expect((await write(client, { ...ORDERS, partition: 1 }, [`while they stall ${i}`])).errorCode).toBe(0)
  expect((await readAll(client, { ...ORDERS, partition: 1 })).length).toBe(50)
  expect(process.memoryUsage().rss - before).toBeLessThan(readers * 24 * MIB)
  // One that comes to its senses gets everything it asked for.
  slow[0]!.socket.resume()
  for (let i = 0; i < fetches; i++) expect((await slow[0]!.next())!.length).toBeGreaterThan(3_600_000)
  for (const reader of slow) reader.close()
})

it('a thousand idle connections are kept and cost nothing but their memory', { timeout: 60_000 }, async () => {
  const idle = 1000
  const broker = await startTestBroker()
  const worker = await connect(broker)
  await createTopic(worker, 'orders')
  const connections: WireClient[] = []
  for (let from = 0; from < idle; from += 100) connections.push(...(await Promise.all(Array.from({ length: 100 }, () => WireClient.connect(broker.address.port)))))
  for (let i = 0; i < 200; i++) expect((await write(worker, ORDERS, [`${i}`])).baseOffset).toBe(i)
  expect(broker.connections().length).toBe(idle + 1)
  const answers = await Promise.all(connections.map((connection) => connection.send(ApiVersions, 3, { clientSoftwareName: 'idle', clientSoftwareVersion: '1' })))
  expect(new Set(answers.map(({ errorCode }) => errorCode))).toEqual(new Set([0]))
  for (const connection of connections) connection.close()
})

it('a hundred producers at once write every batch exactly once and in order', { timeout: 60_000 }, async () => {
  const [producers, batchesEach, ahead] = [100, 30, 5]
  const broker = await startTestBroker()
  const client = await connect(broker)
  await createTopic(client, 'orders', 3)
  await Promise.all(
    Array.from({ length: producers }, async (_, index) => {
      const connection = await connect(broker)
      const producer = await idempotentProducer(connection)
      const place = { topic: 'orders', partition: index % 3 }
      for (let from = 0; from < batchesEach; from += ahead) {
        const written = await Promise.all(Array.from({ length: ahead }, (_, i) => write(connection, place, [`${index}:${from + i}`], { ...producer, baseSequence: from + i })))
        expect(written.map(({ errorCode }) => errorCode)).toEqual(new Array(ahead).fill(0))
      }
    }),
  )
  const next = new Map<string, number>()
  for (let partition = 0; partition < 3; partition++) {
    for (const value of await readAll(client, { topic: 'orders', partition })) {
      const [producer, sequence] = String(value).split(':')
      expect(Number(sequence), `of producer ${producer}`).toBe(next.get(producer!) ?? 0)
      next.set(producer!, Number(sequence) + 1)
    }
  }
  expect([...next.values()]).toEqual(new Array(producers).fill(batchesEach))
})
