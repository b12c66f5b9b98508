import { expect, it } from 'vitest'
import { FakeTime } from '../../support/fake-time.ts'
import { hasMoved, topicError } from '../../../core/client/cluster-connection.ts'
import { kafkaError } from '../../../core/protocol/error-codes.ts'
import { CreateTopics } from '../../../core/protocol/messages/create-topics.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { startTestBroker } from '../../support/broker.ts'
import { connectTo } from '../../support/cluster.ts'
import { closedPort, on, startScriptedBroker, startScriptedTopic } from '../../support/scripted-broker.ts'

it('goes on to the next bootstrap server when one is down', async () => {
  const broker = await startTestBroker()
  const cluster = connectTo([{ host: '127.0.0.1', port: await closedPort() }, broker.address])
  expect((await cluster.metadata([])).clusterId).toBe(broker.context.identity.clusterId)
})

it('tells of the first bootstrap server when all are down', async () => {
  const [first, second] = [await closedPort(), await closedPort()]
  const cluster = connectTo([{ host: '127.0.0.1', port: first }, { host: '127.0.0.1', port: second }])
  await expect(cluster.metadata([])).rejects.toMatchObject({ name: 'ConnectionFailed', step: 'connect', address: `127.0.0.1:${first}` })
})

it('asks a broker that it has learned of when no bootstrap server is left', async () => {
  const [bootstrap, other] = [await startScriptedTopic([]), await startScriptedTopic([])]
  bootstrap.cluster.nodes.set(2, other.address)
  const cluster = connectTo(bootstrap.address)
  await cluster.metadata([])
  await bootstrap.close()
  expect((await cluster.metadata([])).clusterId).toBe('scripted')
})

it('never creates a topic by asking for one', async () => {
  const broker = await startTestBroker()
  const cluster = connectTo(broker.address)
  await expect(cluster.topic('orders')).rejects.toMatchObject({ errorName: 'UNKNOWN_TOPIC_OR_PARTITION', message: 'There is no topic "orders".' })
  expect([...broker.context.topics.all()]).toEqual([])
})

it('looks at the metadata again for a broker that it does not know, and says so when there is none', async () => {
  const { address, cluster: { nodes } } = await startScriptedTopic([])
  const cluster = connectTo(address)
  await cluster.metadata([])
  await expect(cluster.request(2, Metadata, { topics: [] })).rejects.toMatchObject({ message: 'The cluster has no broker 2 at the moment.' })
  nodes.set(2, nodes.get(1)!)
  expect((await cluster.request(2, Metadata, { topics: [] })).clusterId).toBe('scripted')
})

it('finds the new controller when the old one says that it is none', async () => {
  let controllerId = 1
  const created = (code: number) => ({ topics: [{ name: 'a', errorCode: code, errorMessage: null, configs: null }] })
  const one = await startScriptedBroker([
    on(Metadata, () => ({ controllerId, brokers: [{ nodeId: 1, ...one.address }, { nodeId: 2, ...two.address }], topics: [] })),
    on(CreateTopics, () => ((controllerId = 2), created(41))),
  ])
  const two = await startScriptedBroker([on(CreateTopics, () => created(0)), on(Metadata, () => ({ brokers: [], topics: [] }))])
  const cluster = connectTo(one.address)
  const codes = await cluster.retrying(async () => {
    const { topics } = await cluster.request('controller', CreateTopics, { topics: [] })
    if (topics[0]!.errorCode !== 0) throw kafkaError('NOT_CONTROLLER')
    return topics[0]!.errorCode
  })
  expect(codes).toBe(0)
  expect(two.asked).toContain('CreateTopics v7')
})

it('gives up after a few tries, with growing pauses', async () => {
  const time = new FakeTime()
  const cluster = connectTo({ host: '127.0.0.1', port: 1 }, { clock: time, timers: time })
  const at: number[] = []
  const start = time.now()
  const retrying = cluster.retrying(async () => {
    at.push(time.now() - start)
    throw kafkaError('NOT_COORDINATOR')
  })
  await Promise.all([expect(retrying).rejects.toMatchObject({ errorName: 'NOT_COORDINATOR' }), time.advance(10_000)])
  expect(at).toEqual([0, 100, 300, 600, 1_000, 1_500])
})

it('does not try again what a second look would not cure', async () => {
  const cluster = connectTo({ host: '127.0.0.1', port: 1 })
  let tries = 0
  await expect(cluster.retrying(async () => (tries++, Promise.reject(kafkaError('MESSAGE_TOO_LARGE'))))).rejects.toMatchObject({ errorName: 'MESSAGE_TOO_LARGE' })
  expect(tries).toBe(1)
  expect([hasMoved(kafkaError('NOT_LEADER_OR_FOLLOWER')), hasMoved(kafkaError('REQUEST_TIMED_OUT')), hasMoved(new Error('NOT_LEADER_OR_FOLLOWER'))]).toEqual([true, false, false])
})

it('words the error that a topic came with', () => {
  expect(topicError('a', 3).message).toBe('There is no topic "a".')
  expect(topicError('a', 29).message).toBe('Topic "a": The client may not do this with the topic.')
})
