// kill -9 in the middle of a produce load, twenty times on one data folder: no acknowledged record is missing, no batch torn, no sequence lost.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { seededRandom } from '../../core/base/random.ts'
import { CreateTopics } from '../../core/protocol/messages/create-topics.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { InitProducerId } from '../../core/protocol/messages/init-producer-id.ts'
import { Produce } from '../../core/protocol/messages/produce.ts'
import { batchCrcIsValid, batches, encodeBatch, lastOffsetOf } from '../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../core/protocol/records/record.ts'
import { startBrokerProcess } from '../support/broker-process.ts'
import { WireClient } from '../support/wire-client.ts'

const SEEDS = 20
const PARTITIONS = 6
const CONNECTIONS = 4
const PIPELINE = 5

/** Acknowledged text by `partition@offset`. */
type Acknowledged = Map<string, string>

interface Lane {
  readonly partition: number
  readonly producerId: number
  sequence: number
}

it(`loses nothing acknowledged over ${SEEDS} kills`, { timeout: 180_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'headwater-kill-'))
  const settings = ['headwater.generation.bytes=4194304']
  const acknowledged: Acknowledged = new Map()
  try {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const broker = await startBrokerProcess(directory, { settings })
      if (seed === 1) await createTopic(broker.port)
      await verify(broker.port, acknowledged, `before seed ${seed}`)
      const load = runLoad(broker.port, seed, acknowledged)
      await sleep(60 + seededRandom(seed).below(250))
      await broker.kill()
      await load
    }
    const broker = await startBrokerProcess(directory, { settings })
    await verify(broker.port, acknowledged, 'at the end')
    expect(await broker.stop()).toBe(0)
    expect(acknowledged.size).toBeGreaterThan(SEEDS * 50)
    console.log(`kill -9: ${SEEDS} kills, ${acknowledged.size} acknowledged records, all there`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

async function createTopic(port: number): Promise<void> {
  const client = await WireClient.connect(port)
  await client.send(CreateTopics, 5, { topics: [{ name: 'load', numPartitions: PARTITIONS, replicationFactor: 1, assignments: [], configs: [] }], timeoutMs: 5000, validateOnly: false })
  client.close()
}

/** Produces until the connection breaks; half of the lanes are idempotent. */
async function runLoad(port: number, seed: number, acknowledged: Acknowledged): Promise<void> {
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, connection) => produceUntilBroken(port, seed, connection, acknowledged)))
}

async function produceUntilBroken(port: number, seed: number, connection: number, acknowledged: Acknowledged): Promise<void> {
  const random = seededRandom(seed * 1000 + connection)
  const client = await WireClient.connect(port)
  try {
    const { producerId } = await client.send(InitProducerId, 1, { transactionalId: null, transactionTimeoutMs: 1000 })
    const lanes: Lane[] = Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, producerId: connection % 2 === 0 ? producerId : -1, sequence: 0 }))
    const inFlight = new Set<Promise<void>>()
    for (let n = 0; ; n++) {
      const lane = lanes[random.below(PARTITIONS)]!
      const sending = produceOne(client, lane, random.below, `${seed}-${connection}-${n}`, acknowledged)
      inFlight.add(sending)
      void sending.finally(() => inFlight.delete(sending)).catch(() => undefined)
      if (inFlight.size >= PIPELINE) await Promise.race(inFlight)
    }
  } catch (error) {
    if (!/connection closed|EPIPE|ECONNRESET/.test(String(error))) throw error
  } finally {
    client.close()
  }
}

async function produceOne(client: WireClient, lane: Lane, below: (limit: number) => number, id: string, acknowledged: Acknowledged): Promise<void> {
  const texts = Array.from({ length: 1 + below(8) }, (_, i) => `${id}-${i}-${'x'.repeat(below(4000))}`)
  const idempotent = lane.producerId >= 0 ? { producerId: lane.producerId, producerEpoch: 0, baseSequence: lane.sequence } : {}
  lane.sequence += texts.length
  const records = encodeBatch({ records: texts.map((text) => ({ key: null, value: Buffer.from(text), timestamp: Date.now() })), codec: below(2) === 0 ? 0 : 1, ...idempotent })
  const response = await client.send(Produce, 9, {
    transactionalId: null,
    acks: -1,
    timeoutMs: 5000,
    topicData: [{ name: 'load', partitionData: [{ index: lane.partition, records }] }],
  })
  const { errorCode, baseOffset } = response.responses[0]!.partitionResponses[0]!
  expect(errorCode, `seed ${id}`).toBe(0)
  for (const [i, text] of texts.entries()) {
    const position = `${lane.partition}@${baseOffset + i}`
    expect(acknowledged.has(position), `${position} was given twice (seed ${id})`).toBe(false)
    acknowledged.set(position, text)
  }
}

/** Reads every partition from its start: contiguous offsets, right CRCs, and every acknowledged record with its exact text. */
async function verify(port: number, acknowledged: Acknowledged, when: string): Promise<void> {
  const client = await WireClient.connect(port)
  const stored = new Map<string, string>()
  for (let partition = 0; partition < PARTITIONS; partition++) {
    for (let next = 0, end = 1; next < end; ) {
      const response = await client.send(Fetch, 11, {
        maxWaitMs: 0,
        minBytes: 1,
        maxBytes: 8 << 20,
        topics: [{ topic: 'load', partitions: [{ partition, fetchOffset: next, partitionMaxBytes: 8 << 20 }] }],
        forgottenTopicsData: [],
      })
      const { records, highWatermark, errorCode } = response.responses[0]!.partitions[0]!
      expect(errorCode, when).toBe(0)
      end = highWatermark
      if (end === 0) break
      for (const { at, header } of batches(records!)) {
        expect(batchCrcIsValid(records!, at, header), `CRC of ${partition}@${header.baseOffset} ${when}`).toBe(true)
        expect(header.baseOffset, `gap in partition ${partition} ${when}`).toBe(next)
        for (const record of decodeRecords(records!, at, header)) stored.set(`${partition}@${record.offset}`, String(record.value))
        next = lastOffsetOf(header) + 1
      }
    }
  }
  client.close()
  for (const [position, text] of acknowledged) if (stored.get(position) !== text) expect.fail(`${position} was acknowledged and is ${stored.has(position) ? 'different' : 'missing'} ${when}`)
}
