// The journey that every real client makes: create, produce 10,000 with every codec, consume as two, lose one, restart the broker, go on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type BrokerProcess, startBrokerProcess } from '../support/broker-process.ts'
import type { ClientDriver, ReceivedRecord, SentRecord } from '../support/clients/client-driver.ts'
import { kafkajs } from '../support/clients/kafkajs.ts'
import { kcat, kcatMissing } from '../support/clients/kcat.ts'
import { platformatic, platformaticConsumerProtocol } from '../support/clients/platformatic.ts'

const PARTITIONS = 4
const TOTAL = 10_000
/**
 * A fetch that waits while the group rebalances may still bring a client records of partitions it no longer has, or has again (@platformatic/kafka).
 * That is "at least once" at work in the client. Heartbeat, rejoin and that fetch end within this time, so that a double seen here is the broker's.
 */
const SETTLE_MS = 1500
const WAIT = { timeout: 60_000, interval: 50 }

/** Members of the consumer protocol are told by the broker how often to send heartbeats. */
const settings = [`num.partitions=${PARTITIONS}`, 'group.consumer.heartbeat.interval.ms=300']

let directory: string
let broker: BrokerProcess
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'headwater-journey-'))
  broker = await startBrokerProcess(directory, { settings })
})
afterEach(async () => {
  await broker.stop()
  rmSync(directory, { recursive: true, force: true })
})

/** Records `from`..`to` (exclusive), each with a key, a value of some size and two headers. */
function records(from: number, to: number): SentRecord[] {
  return Array.from({ length: to - from }, (_, i) => {
    const n = from + i
    return { key: `key-${n % 500}`, value: `value-${n}-${'x'.repeat(n % 200)}`, headers: { trace: `t${n % 3}`, kind: 'journey' } }
  })
}

class Inbox {
  readonly received: ReceivedRecord[] = []
  readonly receive = (record: ReceivedRecord): void => void this.received.push(record)

  /** Waits until this many records came, then a little longer for any that should not. */
  async expectExactly(sent: readonly SentRecord[], codec: string): Promise<void> {
    await vi.waitFor(() => expect(this.received.length, codec).toBeGreaterThanOrEqual(sent.length), WAIT)
    const text = ({ key, value, headers }: SentRecord): string => JSON.stringify([key, value, headers['trace'], headers['kind']])
    const expected = new Set(sent.map(text))
    const seen = new Map<string, number>()
    for (const record of this.received) seen.set(text(record), (seen.get(text(record)) ?? 0) + 1)
    expect([...expected].filter((record) => !seen.has(record)).slice(0, 3), `lost (${codec})`).toEqual([])
    expect([...seen].filter(([record, times]) => times > 1 || !expected.has(record)).slice(0, 3), `doubled or never sent (${codec})`).toEqual([])
    const positions = this.received.map(({ partition, offset }) => `${partition}@${offset}`)
    expect(new Set(positions).size, 'each position once').toBe(positions.length)
  }

  partitions(): number[] {
    return [...new Set(this.received.map(({ partition }) => partition))].toSorted((a, b) => a - b)
  }
}

async function journey(driver: ClientDriver): Promise<void> {
  await driver.createTopic(broker.bootstrap, 'journey', PARTITIONS)
  const [first, second, all] = [new Inbox(), new Inbox(), new Inbox()]
  const both = (inbox: Inbox) => (record: ReceivedRecord) => {
    inbox.receive(record)
    all.receive(record)
  }
  const one = await driver.join(broker.bootstrap, 'journey', 'travellers', both(first))
  const two = await driver.join(broker.bootstrap, 'journey', 'travellers', both(second))
  await sleep(SETTLE_MS)

  const perCodec = Math.floor(TOTAL / driver.codecs.length)
  const sent: SentRecord[] = []
  for (const codec of driver.codecs) {
    const batch = records(sent.length, sent.length + perCodec)
    await driver.produce(broker.bootstrap, 'journey', codec, batch)
    sent.push(...batch)
  }
  await all.expectExactly(sent, 'all codecs')
  expect([...first.partitions(), ...second.partitions()].toSorted((a, b) => a - b), 'both members had partitions').toEqual([0, 1, 2, 3])
  expect([first.partitions().length, second.partitions().length]).toEqual([2, 2])

  await one.leave()
  await sleep(SETTLE_MS)
  const more = records(sent.length, sent.length + 400)
  await driver.produce(broker.bootstrap, 'journey', 'gzip', more)
  sent.push(...more)
  await all.expectExactly(sent, 'after one left')
  expect(second.partitions(), 'the other took over').toEqual([0, 1, 2, 3])
  await two.leave()

  const { port } = broker
  expect(await broker.stop()).toBe(0)
  broker = await startBrokerProcess(directory, { port, settings })
  const afterRestart = records(sent.length, sent.length + 300)
  await driver.produce(broker.bootstrap, 'journey', 'none', afterRestart)
  const resumed = new Inbox()
  const three = await driver.join(broker.bootstrap, 'journey', 'travellers', resumed.receive)
  await resumed.expectExactly(afterRestart, 'after the restart')
  await three.leave()
}

describe('an unmodified client creates, produces, consumes as a group that loses a member, and resumes after a restart without loss or doubles:', () => {
  it('kafkajs', { timeout: 120_000 }, () => journey(kafkajs))
  it('@platformatic/kafka', { timeout: 120_000 }, () => journey(platformatic))
  it('@platformatic/kafka with the consumer protocol (KIP-848)', { timeout: 120_000 }, () => journey(platformaticConsumerProtocol))
  it('kcat', { timeout: 120_000 }, async ({ skip }) => {
    const missing = kcatMissing()
    if (missing) return skip(missing)
    await journey(kcat)
  })
})
