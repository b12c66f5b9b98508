import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { appendTogether } from '../../../core/broker/append-together.ts'
import { encodeBatch } from '../../../core/protocol/records/record-batch.ts'
import { StorageError } from '../../../core/storage/storage-error.ts'
import { replayRegistersTable } from '../../../core/storage/tables.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { committedRecords } from '../../support/replay-world.ts'

async function open(configs: Record<string, string> = {}) {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'a', partitionCount: 2, configs })
  const { topicId } = await cluster.topic('a')
  const batch = (partition: number, value: string) => ({ topic: 'a', topicId, partition, batch: encodeBatch({ records: [{ key: Buffer.from('k'), value: Buffer.from(value), timestamp: Date.now() }] }) })
  const row = () => [replayRegistersTable.put('job', { version: 1, n: 1 })]
  const values = async (partition: number) => (await committedRecords(cluster, 'a', partition)).map(({ value }) => value)
  return { broker, batch, row, values, topicId, register: () => broker.context.storage.get(replayRegistersTable, 'job') }
}

it('makes batches of several partitions and rows durable in one commit, and says where they are', async () => {
  const { broker, batch, row, values, register } = await open()
  await appendTogether(broker.context, [batch(1, 'first')], () => [])
  const told: (readonly number[])[] = []
  const answer = await appendTogether(broker.context, [batch(0, 'x'), batch(1, 'y')], (offsets) => (told.push(offsets), row()))
  expect([answer, told]).toEqual([{ baseOffsets: [0, 1] }, [[0, 1]]])
  expect([await values(0), await values(1), register()]).toEqual([['x'], ['first', 'y'], { version: 1, n: 1 }])
})

it('keeps nothing when one of them is refused, and leaves no hole in the offsets', async () => {
  const { broker, batch, row, values, register, topicId } = await open({ 'max.message.bytes': '300' })
  const answer = await appendTogether(broker.context, [batch(0, 'x'), batch(1, 'y'.repeat(500))], row)
  expect(answer).toMatchObject({ refused: [{ batch: 1, error: { code: 'MESSAGE_TOO_LARGE' } }] })
  const absent = await appendTogether(broker.context, [batch(0, 'x'), { ...batch(0, 'x'), partition: 7 }, { ...batch(0, 'x'), topicId: `${topicId}x` }], row)
  expect(absent).toMatchObject({ refused: [{ batch: 1, error: { message: 'Partition 7 of "a" is not there any more.' } }, { batch: 2 }] })
  expect([await values(0), register()]).toEqual([[], undefined])
  expect(await appendTogether(broker.context, [batch(0, 'z')], () => [])).toEqual({ baseOffsets: [0] })
})

it('keeps nothing when the commit fails, and goes on where the disk is', async () => {
  const { broker, batch, row, values, register } = await open()
  const failing = appendTogether(broker.context, [batch(0, 'x')], () => {
    throw new StorageError('no row')
  })
  await expect(failing).rejects.toThrow('no row')
  broker.context.logs.reload()
  expect(await appendTogether(broker.context, [batch(0, 'y')], row)).toEqual({ baseOffsets: [0] })
  expect([await values(0), register()]).toEqual([['y'], { version: 1, n: 1 }])
})
