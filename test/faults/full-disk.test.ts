// A broker whose disk is full: clear errors, everything acknowledged stays, a transaction ends wholly or not at all, and writing resumes by itself.
import { hash, randomBytes } from 'node:crypto'
import { unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { ErrorCode } from '../../core/protocol/error-codes.ts'
import { DeleteTopics } from '../../core/protocol/messages/delete-topics.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { idempotentProducer, type Place, readAll, write, type Written } from '../support/plain-log.ts'
import { mountSmallDisk } from '../support/small-disk.ts'
import { committedOffset, connect, createTopic, readCommitted, TestProducer } from '../support/transactions.ts'
import type { WireClient } from '../support/wire-client.ts'

const ORDERS: Place = { topic: 'orders', partition: 0 }
const BALLAST_BYTES = 8_000_000
const RECORD_BYTES = 400_000

/** Megabytes are compared by it. */
const digest = (value: Buffer | string): string => hash('sha1', value)
const digestsOf = async (client: WireClient, place = ORDERS): Promise<string[]> => (await readAll(client, place)).map(digest)

/** Writes until the broker refuses, with pauses in which it can look at the disk; what it took. */
async function fill(client: WireClient, pauseMs = 0): Promise<{ acknowledged: string[]; refused: Written }> {
  const producer = await idempotentProducer(client)
  const acknowledged: string[] = []
  for (;;) {
    const value = randomBytes(RECORD_BYTES)
    const written = await write(client, ORDERS, [value], { ...producer, baseSequence: acknowledged.length })
    if (written.errorCode !== 0) return { acknowledged, refused: written }
    expect(written.baseOffset).toBe(acknowledged.length)
    acknowledged.push(digest(value))
    await sleep(pauseMs)
  }
}

async function untilAccepted(attempt: () => Promise<number>): Promise<void> {
  for (let tries = 0; (await attempt()) !== 0; tries++) {
    expect(tries, 'writes are still refused').toBeLessThan(50)
    await sleep(100)
  }
}

async function onSmallDisk(settings: Record<string, string>, skip: (note?: string) => unknown, check: (broker: TestBroker, client: WireClient, freeSpace: () => void) => Promise<void>): Promise<void> {
  const disk = mountSmallDisk('32m')
  if (typeof disk === 'string') return void skip(disk)
  const ballast = join(disk.directory, 'ballast')
  writeFileSync(ballast, randomBytes(BALLAST_BYTES))
  const broker = await startTestBroker({ 'auto.create.topics.enable': 'false', ...settings }, { directory: join(disk.directory, 'data') })
  try {
    const client = await connect(broker)
    await createTopic(client, 'orders')
    await check(broker, client, () => unlinkSync(ballast))
  } finally {
    await broker.stop()
    disk.unmount()
  }
}

it('refuses below the free floor with a sentence that says what to do, and accepts by itself once there is room', async ({ skip }) => {
  await onSmallDisk({ 'headwater.disk.free.floor.bytes': '10000000' }, skip, async (_broker, client, freeSpace) => {
    // The broker looks once a second: without pauses a writer meets the last byte before the floor.
    const { acknowledged, refused } = await fill(client, 80)
    expect(refused.errorCode).toBe(ErrorCode.KAFKA_STORAGE_ERROR)
    expect((await write(client, ORDERS, ['one more'])).errorMessage).toMatch(/^Writes are refused: the disk of ".*" has \d+ bytes free, less than headwater\.disk\.free\.floor\.bytes=10000000\. Free some space\.$/)
    expect(await digestsOf(client)).toEqual(acknowledged)
    freeSpace()
    await untilAccepted(async () => (await write(client, ORDERS, ['after'])).errorCode)
    expect(await digestsOf(client)).toEqual([...acknowledged, digest('after')])
  })
})

it('keeps what was acknowledged when the last byte is taken, and takes the refused batch again under its old sequence', async ({ skip }) => {
  await onSmallDisk({ 'headwater.disk.free.floor.bytes': '0' }, skip, async (broker, client, freeSpace) => {
    const { acknowledged, refused } = await fill(client)
    expect(refused.errorCode).toBe(ErrorCode.KAFKA_STORAGE_ERROR)
    expect(refused.errorMessage).toMatch(/did not become durable|Writes are refused/)
    expect(await digestsOf(client)).toEqual(acknowledged)
    expect(acknowledged.length).toBeGreaterThan(10)
    freeSpace()
    const producer = await idempotentProducer(client)
    await untilAccepted(async () => (await write(client, { ...ORDERS, partition: 1 }, ['again'], { ...producer, baseSequence: 0 })).errorCode)
    await broker.stop()
    const next = await startTestBroker({}, { directory: broker.directory })
    const reader = await connect(next)
    expect(await digestsOf(reader)).toEqual(acknowledged)
    expect(await readAll(reader, { ...ORDERS, partition: 1 })).toEqual([Buffer.from('again')])
    await next.stop()
  })
})

it('ends a transaction wholly or not at all, and lets its producer try again', async ({ skip }) => {
  await onSmallDisk({ 'headwater.disk.free.floor.bytes': '0' }, skip, async (_broker, client, freeSpace) => {
    await createTopic(client, 'copies')
    const producer = await TestProducer.start(client, 'copier')
    expect(await producer.produce('copies', 0, ['a'])).toBe(0)
    expect(await producer.commitOffset('copiers', 'orders', 0, 7)).toBe(0)
    await fill(client)
    const ended = await producer.end(true)
    if (ended === 0) expect(await readCommitted(client, 'copies', 0)).toEqual(['a'])
    else {
      expect(ended).toBe(ErrorCode.COORDINATOR_NOT_AVAILABLE)
      expect(await readCommitted(client, 'copies', 0)).toEqual([])
      freeSpace()
      await untilAccepted(async () => producer.end(true))
    }
    expect(await readCommitted(client, 'copies', 0)).toEqual(['a'])
    expect(await committedOffset(client, 'copiers', 'orders')).toBe(7)
  })
})

it('lets a topic be deleted, which makes the room that writing needs', async ({ skip }) => {
  await onSmallDisk({ 'headwater.disk.free.floor.bytes': '4000000', 'headwater.generation.bytes': '1048576' }, skip, async (_broker, client) => {
    await createTopic(client, 'small')
    await fill(client)
    const { responses } = await client.send(DeleteTopics, 5, { topicNames: ['orders'], timeoutMs: 5000 })
    expect(responses[0]!.errorCode).toBe(0)
    await untilAccepted(async () => (await write(client, { topic: 'small', partition: 0 }, ['after'])).errorCode)
    expect(await readAll(client, { topic: 'small', partition: 0 })).toEqual([Buffer.from('after')])
  })
})
