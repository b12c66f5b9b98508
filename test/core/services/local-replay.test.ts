import { expect, it } from 'vitest'
import { createTopic } from '../../../core/client/admin/topics.ts'
import { LocalReplay } from '../../../core/services/local-replay.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'

const register = { planHash: 'p', pass: 0, next: 2, runner: 'r', baseOffsets: [] }

it('keeps the register of a job with its records, over a restart, until it is forgotten', async () => {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await createTopic(cluster, { name: 'a', partitionCount: 1, configs: { 'cleanup.policy': 'compact' } })
  const { topicId } = await cluster.topic('a')
  const local = new LocalReplay(broker)
  const records = [{ key: Buffer.from('k'), value: null, timestamp: Date.now() }]
  expect(local.register('job')).toBeNull()
  expect(await local.append('job', [{ topic: 'a', topicId, partition: 0, records }], register)).toEqual({ baseOffsets: [0] })
  expect(local.register('job')).toEqual({ ...register, baseOffsets: [0] })
  const refused = await local.append('job', [{ topic: 'a', topicId, partition: 0, records: [...records, { ...records[0]!, key: null }] }], { ...register, next: 9 })
  expect(refused).toMatchObject({ refused: [{ batch: 0, error: { errorName: 'INVALID_RECORD' }, suspects: [1] }] })
  await broker.stop()
  const again = await startTestBroker({}, { directory: broker.directory })
  const later = new LocalReplay(again)
  expect(later.register('job')).toEqual({ ...register, baseOffsets: [0] })
  await later.forget('job')
  expect(later.register('job')).toBeNull()
})
