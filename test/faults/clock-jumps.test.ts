// Somebody sets the computer's clock, by seconds or by years: nothing acknowledged goes, nobody is sent away, and order stays order.
import { expect, it } from 'vitest'
import { systemClock } from '../../core/base/clock.ts'
import { ErrorCode } from '../../core/protocol/error-codes.ts'
import { Heartbeat } from '../../core/protocol/messages/heartbeat.ts'
import { JoinGroup } from '../../core/protocol/messages/join-group.ts'
import { SyncGroup } from '../../core/protocol/messages/sync-group.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { idempotentProducer, type Place, readAll, write } from '../support/plain-log.ts'
import { committedOffset, connect, createTopic, readCommitted, TestProducer } from '../support/transactions.ts'
import type { WireClient } from '../support/wire-client.ts'

const ORDERS: Place = { topic: 'orders', partition: 0 }
const HOUR_MS = 3_600_000
const YEAR_MS = 365 * 24 * HOUR_MS
const START_MS = Date.UTC(2028, 0, 1)
const JUMPS = [-HOUR_MS, HOUR_MS, -YEAR_MS, 2 * YEAR_MS, -YEAR_MS, 1, -1]

async function startWithClock(): Promise<{ broker: TestBroker; client: WireClient; clock: { offsetMs: number } }> {
  const clock = { offsetMs: 0, now: () => Math.floor(START_MS + systemClock.monotonic() + clock.offsetMs), monotonic: () => systemClock.monotonic() }
  const broker = await startTestBroker({ 'group.initial.rebalance.delay.ms': '0', 'log.retention.ms': '-1' }, { clock })
  const client = await connect(broker)
  await createTopic(client, 'orders')
  return { broker, client, clock }
}

it('records keep their order and stay, and a retry is still known', async () => {
  const { client, clock } = await startWithClock()
  const producer = await idempotentProducer(client)
  const values: string[] = []
  for (const jump of JUMPS) {
    clock.offsetMs += jump
    const baseSequence = values.length
    values.push(`after ${jump}`)
    const written = await write(client, ORDERS, [`after ${jump}`], { ...producer, baseSequence })
    expect(written).toMatchObject({ errorCode: 0, baseOffset: baseSequence })
    expect(await write(client, ORDERS, [`after ${jump}`], { ...producer, baseSequence })).toEqual(written)
  }
  expect((await readAll(client, ORDERS)).map(String)).toEqual(values)
})

it('transactions commit as a whole', async () => {
  const { client, clock } = await startWithClock()
  const producer = await TestProducer.start(client, 'copier')
  const committed: string[] = []
  for (const [index, jump] of JUMPS.entries()) {
    expect(await producer.produce('orders', 0, [`before ${index}`])).toBe(0)
    expect(await producer.commitOffset('copiers', 'orders', 0, index)).toBe(0)
    clock.offsetMs += jump
    expect(await producer.produce('orders', 0, [`after ${index}`])).toBe(0)
    expect(await producer.end(true)).toBe(0)
    committed.push(`before ${index}`, `after ${index}`)
    expect(await committedOffset(client, 'copiers', 'orders')).toBe(index)
  }
  expect(await readCommitted(client, 'orders', 0)).toEqual(committed)
})

it('members of a group stay', async () => {
  const { client, clock } = await startWithClock()
  const identity = { groupId: 'billing', groupInstanceId: null }
  const protocol = { protocolType: 'consumer', protocolName: 'range' }
  const join = (memberId: string) =>
    client.send(JoinGroup, 9, { ...identity, memberId, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, protocolType: 'consumer', protocols: [{ name: 'range', metadata: Buffer.alloc(0) }] })
  const { memberId } = await join('')
  const { generationId, errorCode } = await join(memberId)
  expect(errorCode).toBe(ErrorCode.NONE)
  await client.send(SyncGroup, 5, { ...identity, ...protocol, generationId, memberId, assignments: [{ memberId, assignment: Buffer.from('all') }] })
  for (const jump of JUMPS) {
    clock.offsetMs += jump
    expect((await client.send(Heartbeat, 4, { ...identity, generationId, memberId })).errorCode, `after ${jump} ms`).toBe(ErrorCode.NONE)
  }
})
