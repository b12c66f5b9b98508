// Groups as unmodified clients make them: cooperative rebalances without a pause, and a group that goes from the classic to the consumer protocol
// (KIP-848) and back while its members work.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ListGroups } from '../../core/protocol/messages/list-groups.ts'
import { type BrokerProcess, startBrokerProcess } from '../support/broker-process.ts'
import type { ClientDriver, SentRecord } from '../support/clients/client-driver.ts'
import { kafkajs } from '../support/clients/kafkajs.ts'
import { kcat, kcatMissing } from '../support/clients/kcat.ts'
import { type KcatMember, startKcatMember } from '../support/clients/kcat-member.ts'
import { platformatic, platformaticConsumerProtocol } from '../support/clients/platformatic.ts'
import { WireClient } from '../support/wire-client.ts'

const PARTITIONS = 6
const WAIT = { timeout: 30_000, interval: 50 }

let directory: string
let broker: BrokerProcess
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'headwater-groups-'))
  broker = await startBrokerProcess(directory, { settings: [`num.partitions=${PARTITIONS}`, 'group.consumer.heartbeat.interval.ms=300'] })
  await platformatic.createTopic(broker.bootstrap, 'shared', PARTITIONS)
})
afterEach(async () => {
  await broker.stop()
  rmSync(directory, { recursive: true, force: true })
})

const records = (from: number, to: number): SentRecord[] => Array.from({ length: to - from }, (_, i) => ({ key: `k${from + i}`, value: `v${from + i}`, headers: {} }))
const produce = (from: number, to: number) => platformatic.produce(broker.bootstrap, 'shared', 'none', records(from, to))

describe('kcat with cooperative-sticky', () => {
  it('shares out among three, one by one, and nobody ever stops with what it keeps', { timeout: 90_000 }, async ({ skip }) => {
    const missing = kcatMissing()
    if (missing) return skip(missing)
    const received: string[] = []
    const members: KcatMember[] = []
    const doubled: string[] = []
    const checkOwners = (): void => {
      const owned = members.flatMap((member) => [...member.owned])
      if (new Set(owned).size < owned.length) doubled.push(JSON.stringify(members.map((member) => [...member.owned])))
    }
    const add = async (): Promise<void> => {
      members.push(startKcatMember(broker.bootstrap, 'shared', 'cooperative', ['partition.assignment.strategy=cooperative-sticky'], (record) => received.push(record), checkOwners))
      const share = PARTITIONS / members.length
      await vi.waitFor(() => expect(members.map(({ owned }) => owned.size)).toEqual(members.map(() => share)), WAIT)
    }
    await produce(0, 300)
    for (let i = 0; i < 3; i++) {
      await add()
      await produce(300 + i * 100, 400 + i * 100)
    }
    const [first, second, third] = members as [KcatMember, KcatMember, KcatMember]
    expect([...first.rebalances, ...second.rebalances, ...third.rebalances].every(({ isIncremental }) => isIncremental)).toBe(true)
    expect(first.rebalances.filter(({ kind }) => kind === 'revoke').map(({ partitions }) => partitions.length), 'it gave up three, then one, and never all').toEqual([3, 1])
    // What is under way in a process that is stopped belongs to the client.
    await vi.waitFor(() => expect(received.length).toBeGreaterThanOrEqual(600), WAIT)
    await second.leave()
    await vi.waitFor(() => expect([first.owned.size, third.owned.size]).toEqual([3, 3]), WAIT)
    await produce(600, 900)
    await vi.waitFor(() => expect(received.length).toBeGreaterThanOrEqual(900), WAIT)
    expect([received.length, new Set(received).size, doubled]).toEqual([900, 900, []])
    await Promise.all([first.leave(), third.leave()])
  })
})

describe('a group of the classic protocol', () => {
  async function groupType(): Promise<string> {
    const client = await WireClient.connect(broker.port)
    const { groups } = await client.send(ListGroups, 5, {})
    client.close()
    return groups.map((group) => `${group.groupType} ${group.groupState}`).join()
  }

  /** The record's numbers that came to each, and how often one came at all. */
  async function travel(classic: ClientDriver): Promise<void> {
    const all = new Map<string, number>()
    const [old, fresh] = [new Set<number>(), new Set<number>()]
    const into = (partitions: Set<number>) => (record: { value: string; partition: number }) => {
      partitions.add(record.partition)
      all.set(record.value, (all.get(record.value) ?? 0) + 1)
    }
    const arrived = async (count: number) => {
      await vi.waitFor(() => expect(all.size).toBe(count), WAIT)
      expect([...all].filter(([, times]) => times > 1), 'nothing twice').toEqual([])
    }
    const one = await classic.join(broker.bootstrap, 'shared', 'moving', into(old))
    await produce(0, 200)
    await arrived(200)
    expect(await groupType()).toBe('classic Stable')

    const two = await platformaticConsumerProtocol.join(broker.bootstrap, 'shared', 'moving', into(fresh))
    await vi.waitFor(async () => expect(await groupType()).toBe('consumer Stable'), WAIT)
    old.clear()
    await produce(200, 600)
    await arrived(600)
    expect([old.size, fresh.size], 'both have a share').toEqual([3, 3])

    await two.leave()
    await vi.waitFor(async () => expect(await groupType()).toBe('classic Stable'), WAIT)
    old.clear()
    await produce(600, 900)
    await arrived(900)
    expect(old.size, 'all is back').toBe(PARTITIONS)
    await one.leave()
  }

  it('becomes a consumer group and a classic one again around kafkajs, which is told nothing of it', { timeout: 90_000 }, () => travel(kafkajs))
  it('becomes a consumer group and a classic one again around kcat', { timeout: 90_000 }, async ({ skip }) => {
    const missing = kcatMissing()
    if (missing) return skip(missing)
    await travel(kcat)
  })
})
