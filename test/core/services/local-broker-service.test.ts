import { expect, it } from 'vitest'
import { LocalBrokerService } from '../../../core/services/local-broker-service.ts'
import { produce } from '../../../core/client/producer.ts'
import { createTopic, deleteTopic } from '../../../core/client/admin/topics.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { FakeTime } from '../../support/fake-time.ts'

async function open() {
  const broker = await startTestBroker()
  const time = new FakeTime()
  return { broker, time, service: new LocalBrokerService({ broker, dataFolder: '/data', timers: time }), cluster: connectTo(broker.address) }
}

it('tells where the broker is, what it holds and who is connected', async () => {
  const { broker, service, cluster } = await open()
  await createTopic(cluster, { name: 'orders', partitionCount: 3 })
  expect(service.status()).toEqual({
    address: broker.bootstrap,
    clusterId: broker.context.identity.clusterId,
    dataFolder: '/data',
    startedAtMs: broker.startedAtMs,
    topicCount: 1,
    partitionCount: 3,
    clients: [
      { id: 1, clientId: 'test', softwareName: 'headwater-test', softwareVersion: '1.0', address: expect.stringMatching(/^127\.0\.0\.1:\d+$/) as string, requests: expect.any(Number) as number },
    ],
    recordsIn: 0,
    storage: { diskBytes: expect.any(Number) as number, liveBytes: 0, pinnedBytes: 0, refusingWrites: null },
  })
})

it('counts the records since it was started, also of topics that are gone', async () => {
  const { service, cluster } = await open()
  const send = (topic: string) => produce(cluster, { topic, partition: 0, key: null, value: null, headers: [] })
  await createTopic(cluster, { name: 'a', partitionCount: 1 })
  await createTopic(cluster, { name: 'b', partitionCount: 1 })
  await send('a')
  await send('b')
  expect(service.status().recordsIn).toBe(2)
  await deleteTopic(cluster, 'a')
  await send('b')
  expect(service.status().recordsIn).toBe(3)
})

it('tells its status at once, then every second, until nobody reads', async () => {
  const { service, time } = await open()
  const stop = new AbortController()
  const watch = service.watch(stop.signal)
  expect((await watch.next()).value!.topicCount).toBe(0)
  let isThere = false
  const second = watch.next().then(() => (isThere = true))
  await time.advance(999)
  expect(isThere).toBe(false)
  await time.advance(1)
  await second
  const last = watch.next()
  stop.abort()
  expect(await last).toEqual({ done: true, value: undefined })
  expect(time.pending).toBe(0)
})
