// The journey that every real client makes: create, produce 10,000 with every codec, consume as two, lose one, restart the broker, go on.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type BrokerProcess, startBrokerProcess } from '../support/broker-process.ts'
import type { ClientDriver, ReceivedRecord, SentRecord } from '../support/clients/client-driver.ts'
import { kafkajs } from '../support/clients/kafkajs.ts'
import { kcat, kcatMissing } from '../support/clients/kcat.ts'
import { platformatic } from '../support/clients/platformatic.ts'

const PARTITIONS = 4
const TOTAL = 10_000
const WAIT = { timeout: 60_000, interval: 50 }

let directory: string
let broker: BrokerProcess
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'headwater-journey-'))
  broker = await startBrokerProcess(directory, { settings: [`num.partitions=${PARTITIONS}`] })
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
    expect(this.received.map(text).sort()).toEqual(sent.map(text).sort())
    const positions = this.received.map(({ partition, offset }) => `${partition}@${offset}`)
    expect(new Set(positions).size, 'each position once').toBe(positions.length)
  }

  partitions(): number[] {
    return [...new Set(this.received.map(({ partition }) => partition))].sort()
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

  const perCodec = Math.floor(TOTAL / driver.codecs.length)
  const sent: SentRecord[] = []
  for (const codec of driver.codecs) {
    const batch = records(sent.length, sent.length + perCodec)
    await driver.produce(broker.bootstrap, 'journey', codec, batch)
    sent.push(...batch)
  }
  await all.expectExactly(sent, 'all codecs')
  expect([...first.partitions(), ...second.partitions()].sort(), 'both members had partitions').toEqual([0, 1, 2, 3])
  expect([first.partitions().length, second.partitions().length]).toEqual([2, 2])

  await one.leave()
  const more = records(sent.length, sent.length + 400)
  await driver.produce(broker.bootstrap, 'journey', 'gzip', more)
  sent.push(...more)
  await all.expectExactly(sent, 'after one left')
  expect(second.partitions(), 'the other took over').toEqual([0, 1, 2, 3])
  await two.leave()

  const { port } = broker
  expect(await broker.stop()).toBe(0)
  broker = await startBrokerProcess(directory, { port })
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
  it('kcat', { timeout: 120_000 }, async ({ skip }) => {
    const missing = kcatMissing()
    if (missing) return skip(missing)
    await journey(kcat)
  })
})
