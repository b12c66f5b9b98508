// kill -9 of a broker that forwards retries, again and again on one data folder: what was handed over comes back exactly once, never before its delay.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { seededRandom } from '../../core/base/random.ts'
import { startBroker } from '../../core/broker/broker.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { batches, lastOffsetOf } from '../../core/protocol/records/record-batch.ts'
import { decodeRecords } from '../../core/protocol/records/record.ts'
import { startBrokerProcess } from '../support/broker-process.ts'
import { type Place, write } from '../support/plain-log.ts'
import { draft } from '../support/retry-world.ts'
import { WireClient } from '../support/wire-client.ts'

const KILLS = 8
const PARTITIONS = 3
const DELAY_MS = 150

it(`brings back everything exactly once over ${KILLS} kills`, { timeout: 120_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'headwater-kill-retries-'))
  const acknowledged = new Set<string>()
  try {
    await makePolicy(directory)
    for (let seed = 1; seed <= KILLS; seed++) {
      const broker = await startBrokerProcess(directory)
      const load = handOver(broker.port, seed, acknowledged)
      await sleep(150 + seededRandom(seed).below(350))
      await broker.kill()
      await load
    }
    const broker = await startBrokerProcess(directory)
    const client = await WireClient.connect(broker.port)
    const handed = await valuesOf(client, 'failed')
    await expect.poll(async () => (await valuesOf(client, 'orders')).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(handed.length)
    await sleep(2 * DELAY_MS)
    const back = await valuesOf(client, 'orders')
    expect(back.map(({ value }) => value).toSorted()).toEqual(handed.map(({ value }) => value).toSorted())
    const seen = new Set(back.map(({ value }) => value))
    expect([...acknowledged].filter((value) => !seen.has(value))).toEqual([])
    const waitedMs = new Map((await valuesOf(client, 'tier')).map(({ value, timestampMs }) => [value, timestampMs]))
    expect(back.filter(({ value, timestampMs }) => timestampMs - waitedMs.get(value)! < DELAY_MS)).toEqual([])
    expect(acknowledged.size).toBeGreaterThan(KILLS * 10)
    client.close()
    expect(await broker.stop()).toBe(0)
    console.log(`kill -9: ${KILLS} kills, ${back.length} records brought back, each once`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

async function makePolicy(directory: string): Promise<void> {
  const broker = await startBroker({ directory, port: 0, configs: {} })
  await broker.context.topics.create({ name: 'orders', partitionCount: PARTITIONS, configs: {} })
  await broker.context.retries.save(null, draft({ tiers: [{ topic: 'tier', delayMs: DELAY_MS }], maxAttempts: 5, ingressTopic: 'failed', deadLetterTopic: 'dead' }))
  await broker.stop()
}

/** Until the broker is gone. */
async function handOver(port: number, seed: number, acknowledged: Set<string>): Promise<void> {
  const random = seededRandom(seed)
  const client = await WireClient.connect(port)
  try {
    for (let next = 0; ; next++) {
      const values = Array.from({ length: 1 + random.below(5) }, (_, i) => `${seed}/${next}/${i}`)
      const { errorCode } = await write(client, { topic: 'failed', partition: random.below(PARTITIONS) }, values)
      if (errorCode === 0) for (const value of values) acknowledged.add(value)
    }
  } catch {
    client.close() // killed
  }
}

interface Value {
  readonly value: string
  readonly timestampMs: number
}

async function valuesOf(client: WireClient, topic: string): Promise<Value[]> {
  const all: Value[] = []
  for (let partition = 0; partition < PARTITIONS; partition++) all.push(...(await valuesAt(client, { topic, partition })))
  return all
}

async function valuesAt(client: WireClient, { topic, partition }: Place): Promise<Value[]> {
  const values: Value[] = []
  for (let fetchOffset = 0; ;) {
    const partitions = [{ partition, fetchOffset, partitionMaxBytes: 8 << 20 }]
    const response = await client.send(Fetch, 11, { maxWaitMs: 0, minBytes: 1, maxBytes: 8 << 20, topics: [{ topic, partitions }], forgottenTopicsData: [] })
    const { errorCode, records } = response.responses[0]!.partitions[0]!
    if (errorCode !== 0) throw new Error(`Fetch of ${topic}-${partition} at ${fetchOffset}: error ${errorCode}`)
    if (records!.length === 0) return values
    for (const { at, header } of batches(records!)) {
      for (const { value, timestamp } of decodeRecords(records!, at, header)) values.push({ value: value!.toString(), timestampMs: Number(timestamp) })
      fetchOffset = lastOffsetOf(header) + 1
    }
  }
}
