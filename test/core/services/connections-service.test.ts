import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../../../core/base/random.ts'
import { systemTimers } from '../../../core/base/timers.ts'
import { ConnectionsService } from '../../../core/services/connections-service.ts'
import type { ConnectionSecrets, SecretStore } from '../../../core/services/ports.ts'
import { memorySecretStore } from '../../../core/services/secret-store.ts'
import { advertise } from '../../support/advertise.ts'
import { startTestBroker, type TestBroker } from '../../support/broker.ts'
import { testIdentity } from '../../support/cluster.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { plainCluster } from '../../support/profiles.ts'
import { startSaslFront } from '../../support/sasl-front.ts'
import { closedPort } from '../../support/scripted-broker.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const time = new FakeTime()
const plain = { hue: null, security: { tls: null, sasl: null }, missingSecrets: [] }

/** Keeps them as a keychain would, and shows them to the test. */
function keepingSecrets() {
  const stored = new Map<string, ConnectionSecrets>()
  const save: SecretStore['save'] = async (secrets) => {
    stored.clear()
    for (const [id, known] of secrets) stored.set(id, known)
  }
  return { stored, kept: 'Kept by a test.', load: async () => new Map(stored), save }
}

async function open(broker: TestBroker, directory?: string, secrets: SecretStore = memorySecretStore(), logger = collectingLogger()) {
  return ConnectionsService.load({
    directory: directory ?? (await tempFolder()),
    localAddress: broker.address,
    secrets,
    identity: testIdentity,
    clock: time,
    timers: systemTimers,
    random: systemRandom,
    logger,
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

describe('Signing in', () => {
  const users = { alice: 'open sesame' }
  const sasl = { mechanism: 'SCRAM-SHA-256', username: 'alice' } as const
  const signedIn = { tls: null, sasl: { ...sasl, password: users.alice } }

  async function withSasl(secrets = keepingSecrets()) {
    const broker = await startTestBroker()
    const front = await startSaslFront(broker.address, { users })
    advertise(broker, front)
    const directory = await tempFolder()
    const logger = collectingLogger()
    const start = async () => open(broker, directory, secrets, logger)
    return { broker, directory, logger, start, secrets, bootstrap: `${front.host}:${front.port}` }
  }

  it('keeps the password apart from the list of clusters, and never gives it out again', async () => {
    const { directory, start, bootstrap, secrets, logger } = await withSasl()
    const connections = await start()
    const added = await connections.add({ ...plainCluster('prod', bootstrap), security: signedIn })
    expect(added.security).toEqual({ tls: null, sasl: { ...sasl, hasPassword: true } })
    expect(JSON.stringify(connections.list())).not.toContain(users.alice)
    for (const name of await readdir(directory)) expect(await readFile(join(directory, name), 'utf8')).not.toContain(users.alice)
    expect([...secrets.stored]).toEqual([[added.id, { password: users.alice }]])
    expect(logger.lines).toEqual([])
    const again = await start()
    expect(again.list().connections[1]!.missingSecrets).toEqual([])
    await again.cluster(added.id).metadata([])
    await again.remove(added.id)
    expect([...secrets.stored]).toEqual([])
    await Promise.all([connections.close(), again.close()])
  })

  it('asks for it again after a restart where nobody keeps it, and connects before it takes it', async () => {
    const { start, bootstrap } = await withSasl(memorySecretStore() as ReturnType<typeof keepingSecrets>)
    const first = await start()
    const { id } = await first.add({ ...plainCluster('prod', bootstrap), security: signedIn })
    await first.close()
    const connections = await start()
    expect(connections.list()).toMatchObject({ connections: [{}, { missingSecrets: ['password'] }], secretsKept: expect.stringContaining('in memory only') as string })
    expect(() => connections.cluster(id)).toThrow('The password of "alice" for the cluster "prod" is not known any more.')
    await expect(connections.enterSecrets(id, {})).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'password' } })
    await expect(connections.enterSecrets(id, { password: 'wrong' })).rejects.toMatchObject({ step: 'sasl' })
    expect(connections.list().connections[1]!.missingSecrets).toEqual(['password'])
    expect((await connections.enterSecrets(id, { password: users.alice })).missingSecrets).toEqual([])
    await connections.cluster(id).metadata([])
    await connections.close()
  })

  it('changes a cluster with the password that is kept, disarms it and connects anew', async () => {
    const { start, bootstrap, broker } = await withSasl()
    const connections = await start()
    const { id } = await connections.add({ ...plainCluster('prod', bootstrap), security: signedIn })
    const before = connections.cluster(id)
    connections.arm(id, 'prod', 5)
    const renamed = await connections.update(id, { name: 'Prod', bootstrapServers: [bootstrap], hue: 3, security: { tls: null, sasl } })
    expect(renamed).toMatchObject({ name: 'Prod', hue: 3, armedUntilMs: null, security: { sasl: { hasPassword: true } } })
    expect(connections.cluster(id)).toBe(before)
    const profile = { name: 'Prod', bootstrapServers: [bootstrap], hue: 3, security: { tls: null, sasl: { ...sasl, mechanism: 'PLAIN' as const } } }
    await connections.update(id, profile)
    expect(connections.cluster(id)).not.toBe(before)
    await connections.cluster(id).metadata([])
    const wrong = { ...profile, security: { tls: null, sasl: { ...sasl, password: 'wrong' } } }
    await expect(connections.update(id, wrong)).rejects.toMatchObject({ step: 'sasl' })
    expect(connections.list().connections[1]!.security.sasl?.mechanism).toBe('PLAIN')
    expect(await connections.test([bootstrap], { tls: null, sasl }, id)).toMatchObject({ clusterId: broker.context.identity.clusterId })
    await expect(connections.test([bootstrap], { tls: null, sasl }, null)).rejects.toMatchObject({ code: 'INVALID_INPUT', data: { field: 'password' } })
    await connections.close()
  })

  it('renames a cluster that is down', async () => {
    const { start, broker, bootstrap } = await withSasl()
    const connections = await start()
    const { id } = await connections.add({ ...plainCluster('prod', bootstrap), security: signedIn })
    await broker.stop()
    expect((await connections.update(id, { name: 'old prod', bootstrapServers: [bootstrap], hue: null, security: { tls: null, sasl } })).name).toBe('old prod')
    await connections.close()
  })
})
