// kill -9 in the middle of transactions, on one data folder: every transaction is there with all its records and its offset, or not at all.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type Random, seededRandom } from '../../core/base/random.ts'
import { startBrokerProcess } from '../support/broker-process.ts'
import { committedOffset, createTopic, readCommitted, TestProducer } from '../support/transactions.ts'
import { WireClient } from '../support/wire-client.ts'

const KILLS = 12
const PARTITIONS = 4
const LANES = 4

/** What one producer knows of its transactions, by number. */
interface Lane {
  readonly id: string
  /** Even lanes speak version 2 of transactions, odd ones version 1. */
  readonly isNew: boolean
  next: number
  readonly committed: Set<number>
  /** Whose end was not answered: they may be there or not. */
  readonly unknown: Set<number>
}

it(`keeps transactions atomic over ${KILLS} kills`, { timeout: 180_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'headwater-txn-kill-'))
  const settings = ['headwater.generation.bytes=4194304', `num.partitions=${PARTITIONS}`]
  const lanes = Array.from({ length: LANES }, (_, i): Lane => ({ id: `lane${i}`, isNew: i % 2 === 0, next: 1, committed: new Set(), unknown: new Set() }))
  try {
    for (let kill = 1; kill <= KILLS; kill++) {
      const broker = await startBrokerProcess(directory, { settings })
      const admin = await WireClient.connect(broker.port)
      if (kill === 1) await createTopic(admin, 'ledger', PARTITIONS)
      admin.close()
      const load = Promise.all(lanes.map((lane, i) => runLane(broker.port, lane, seededRandom(kill * 100 + i))))
      await sleep(150 + seededRandom(kill).below(350))
      await broker.kill()
      await load
      const again = await startBrokerProcess(directory, { settings })
      const reader = await WireClient.connect(again.port)
      for (const lane of lanes) await settle(reader, lane)
      await verify(reader, lanes, kill)
      reader.close()
      if (kill % 2 === 0) await again.kill()
      else expect(await again.stop()).toBe(0)
    }
    const committed = lanes.reduce((sum, lane) => sum + lane.committed.size, 0)
    expect(committed).toBeGreaterThan(KILLS * LANES)
    console.log(`kill -9 under transactions: ${KILLS} kills, ${committed} committed transactions, each there once and whole`)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
})

/** Transactions of two or three partitions and one offset until the connection breaks; some abort. */
async function runLane(port: number, lane: Lane, random: Random): Promise<void> {
  const client = await WireClient.connect(port)
  try {
    const producer = await TestProducer.start(client, lane.id)
    for (;;) {
      const n = lane.next++
      const commits = random.below(4) > 0
      if (commits) lane.unknown.add(n)
      await write(producer, lane, n, random)
      expect(await producer.end(commits, { version: lane.isNew ? 5 : 3 })).toBe(0)
      if (commits) {
        lane.unknown.delete(n)
        lane.committed.add(n)
      }
    }
  } catch (error) {
    if (!/connection closed|EPIPE|ECONNRESET|ECONNREFUSED/.test(String(error))) throw error
  } finally {
    client.close()
  }
}

async function write(producer: TestProducer, lane: Lane, n: number, random: Random): Promise<void> {
  const first = random.below(PARTITIONS)
  const partitions = [...new Set([first, (first + 1) % PARTITIONS, random.below(PARTITIONS)])]
  if (!lane.isNew) expect(await producer.addPartitions('ledger', partitions)).toEqual(partitions.map(() => 0))
  const text = `${lane.id}/${n}/${partitions.length}`
  for (const partition of partitions) expect(await producer.produce('ledger', partition, [text, 'x'.repeat(random.below(3000))], { version: lane.isNew ? 12 : 9 })).toBe(0)
  if (!lane.isNew) expect(await producer.addOffsets(lane.id)).toBe(0)
  expect(await producer.commitOffset(lane.id, 'ledger', 0, n, { version: lane.isNew ? 5 : 3 })).toBe(0)
}

/** A new producer of the lane aborts what the kill left open. */
async function settle(client: WireClient, lane: Lane): Promise<void> {
  await TestProducer.start(client, lane.id)
}

async function verify(client: WireClient, lanes: readonly Lane[], kill: number): Promise<void> {
  /** How often "lane/number/partitions" is there. */
  const seen = new Map<string, number>()
  for (let partition = 0; partition < PARTITIONS; partition++) {
    for (const value of await readCommitted(client, 'ledger', partition)) if (!value.startsWith('x') && value !== '') seen.set(value, (seen.get(value) ?? 0) + 1)
  }
  for (const lane of lanes) {
    const visible = new Set<number>()
    for (const [text, count] of seen) {
      const [id, n, partitions] = text.split('/')
      if (id !== lane.id) continue
      expect(count, `${text} after kill ${kill}`).toBe(Number(partitions))
      visible.add(Number(n))
    }
    for (const n of lane.unknown) if (visible.has(n)) lane.committed.add(n)
    lane.unknown.clear()
    expect([...visible].toSorted((a, b) => a - b), `${lane.id} after kill ${kill}`).toEqual([...lane.committed].toSorted((a, b) => a - b))
    expect(await committedOffset(client, lane.id, 'ledger'), `offset of ${lane.id} after kill ${kill}`).toBe(Math.max(-1, ...visible))
  }
}
