import { expect, it } from 'vitest'
import { systemRandom } from '../../../core/base/random.ts'
import { systemTimers } from '../../../core/base/timers.ts'
import { ConnectionsService } from '../../../core/services/connections-service.ts'
import { memorySecretStore } from '../../../core/services/secret-store.ts'
import { startTestBroker, type TestBroker } from '../../support/broker.ts'
import { testIdentity } from '../../support/cluster.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { plainCluster } from '../../support/profiles.ts'
import { closedPort } from '../../support/scripted-broker.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const time = new FakeTime()
const plain = { hue: null, security: { tls: null, sasl: null }, missingSecrets: [] }

async function open(broker: TestBroker, directory?: string) {
  return ConnectionsService.load({
    directory: directory ?? (await tempFolder()),
    localAddress: broker.address,
    secrets: memorySecretStore(),
    identity: testIdentity,
    clock: time,
    timers: systemTimers,
    random: systemRandom,
    logger: collectingLogger(),
  })
}

it('has the local broker, always writable, and clusters that are added to it', async () => {
  const broker = await startTestBroker()
  const directory = await tempFolder()
  const connections = await open(broker, directory)
  const local = { id: 'local', name: 'Local broker', kind: 'local', bootstrapServers: [broker.bootstrap], ...plain, armedUntilMs: null }
  expect(connections.list().connections).toEqual([local])
  const added = await connections.add(plainCluster('Second', `localhost:${broker.address.port}`))
  expect(added).toEqual({ id: added.id, name: 'Second', kind: 'remote', bootstrapServers: [`localhost:${broker.address.port}`], ...plain, armedUntilMs: null })
  expect((await open(broker, directory)).list().connections).toEqual([local, added])
  await connections.remove(added.id)
  expect((await open(broker, directory)).list().connections).toEqual([local])
  expect(() => connections.cluster(added.id)).toThrow(`There is no cluster "${added.id}".`)
  await connections.close()
})

it('does not add what it cannot reach, or what has a name that is taken', async () => {
  const broker = await startTestBroker()
  const connections = await open(broker)
  await expect(connections.add(plainCluster('a', `127.0.0.1:${await closedPort()}`))).rejects.toMatchObject({ name: 'ConnectionFailed', step: 'connect' })
  await expect(connections.add(plainCluster('a', 'http://x'))).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'bootstrapServers' } })
  await expect(connections.add(plainCluster('local BROKER', broker.bootstrap))).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'name' } })
  const both = await Promise.allSettled([connections.add(plainCluster('a', broker.bootstrap)), connections.add(plainCluster('A', broker.bootstrap))])
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(connections.list().connections).toHaveLength(2)
  await connections.close()
})

it('loses none of several changes at once', async () => {
  const broker = await startTestBroker()
  const directory = await tempFolder()
  const connections = await open(broker, directory)
  const added = await Promise.all(['a', 'b', 'c'].map(async (name) => connections.add(plainCluster(name, broker.bootstrap))))
  await Promise.all([connections.remove(added[0]!.id), connections.add(plainCluster('d', broker.bootstrap))])
  expect((await open(broker, directory)).list().connections.map(({ name }) => name)).toEqual(['Local broker', 'b', 'c', 'd'])
  await connections.close()
})

it('tries a cluster out without keeping it', async () => {
  const broker = await startTestBroker()
  const connections = await open(broker)
  const report = await connections.test([broker.bootstrap], plain.security, null)
  expect(report).toMatchObject({ clusterId: broker.context.identity.clusterId, brokers: [{ nodeId: broker.context.nodeId, ...broker.address, error: null }] })
  expect(report.steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
    'resolve unused',
    'connect passed',
    'tls unused',
    'sasl unused',
    'api-versions passed',
    'metadata passed',
    'advertised passed',
  ])
  expect(connections.list().connections).toHaveLength(1)
  await expect.poll(() => broker.connections()).toEqual([])
})

it('lets a remote cluster be written to for the minutes asked for, after its name was typed', async () => {
  const broker = await startTestBroker()
  const connections = await open(broker)
  const { id } = await connections.add(plainCluster('prod', broker.bootstrap))
  const refusal = { code: 'READ_ONLY', message: 'The cluster "prod" is read-only.' }
  expect(() => connections.refuseUnlessWritable(id)).toThrow(expect.objectContaining(refusal) as Error)
  expect(() => connections.arm(id, 'Prod', 5)).toThrow('"Prod" is not the name of this cluster.')
  expect(connections.arm(id, 'prod', 5).armedUntilMs).toBe(time.now() + 300_000)
  await time.advance(299_999)
  connections.refuseUnlessWritable(id)
  await time.advance(1)
  expect(() => connections.refuseUnlessWritable(id)).toThrow(expect.objectContaining(refusal) as Error)
  expect(connections.list().connections[1]!.armedUntilMs).toBeNull()
  connections.arm(id, 'prod', 5)
  expect(connections.disarm(id).armedUntilMs).toBeNull()
  expect(() => connections.refuseUnlessWritable(id)).toThrow(expect.objectContaining(refusal) as Error)
  await connections.close()
})

it('leaves the local broker alone', async () => {
  const connections = await open(await startTestBroker())
  connections.refuseUnlessWritable('local')
  expect(() => connections.arm('local', 'Local broker', 5)).toThrow('The local broker is always there and always writable.')
  await expect(connections.remove('local')).rejects.toThrow('The local broker is always there and always writable.')
  expect(() => connections.refuseUnlessWritable('x')).toThrow('There is no cluster "x".')
})

it('connects once per cluster', async () => {
  const connections = await open(await startTestBroker())
  expect(connections.cluster('local')).toBe(connections.cluster('local'))
  await connections.close()
})
