import { expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { systemTimers } from '../../../core/base/timers.ts'
import { PLAINTEXT } from '../../../core/client/cluster-security.ts'
import { RequestLane } from '../../../core/client/request-lane.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { ListGroups } from '../../../core/protocol/messages/list-groups.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { startTestBroker } from '../../support/broker.ts'
import { testIdentity } from '../../support/cluster.ts'
import { on, startScriptedBroker } from '../../support/scripted-broker.ts'

const openLane = (): RequestLane => new RequestLane({ identity: testIdentity, security: PLAINTEXT, timers: systemTimers, random: seededRandom(1), connectTimeoutMs: 2_000, requestTimeoutMs: 5_000 })
const noTopics = () => ({ brokers: [], topics: [] })

it('tells the broker who it is', async () => {
  const broker = await startTestBroker()
  const lane = openLane()
  await lane.request(broker.address, Metadata, { topics: [] })
  expect(broker.connections()).toMatchObject([{ clientId: 'test', clientSoftwareName: 'headwater-test', clientSoftwareVersion: '1.0' }])
  await lane.close()
})

it('speaks the newest version that both sides know, agreed once per connection', async () => {
  const broker = await startScriptedBroker([on(Metadata, noTopics, 7)])
  const lane = openLane()
  await lane.request(broker.address, Metadata, { topics: [] })
  await lane.request(broker.address, Metadata, { topics: [] })
  expect(broker.asked).toEqual(['ApiVersions v3', 'Metadata v7', 'Metadata v7'])
  await lane.close()
})

it('stays below a version when it is asked to', async () => {
  const broker = await startScriptedBroker([on(Metadata, noTopics)])
  const lane = openLane()
  await lane.request(broker.address, Metadata, { topics: [] }, { maxVersion: 9 })
  expect(broker.asked.at(-1)).toBe('Metadata v9')
  await lane.close()
})

it('asks again in version 0 when a broker does not know its version of ApiVersions', async () => {
  const old = on(ApiVersions, (_request, version) =>
    version > 0 ? { errorCode: 35, apiKeys: [] } : { errorCode: 0, apiKeys: [{ apiKey: Metadata.key, minVersion: 0, maxVersion: 5 }] },
  )
  const broker = await startScriptedBroker([old, on(Metadata, noTopics)])
  const lane = openLane()
  await lane.request(broker.address, Metadata, { topics: [] })
  expect(broker.asked).toEqual(['ApiVersions v3', 'ApiVersions v0', 'Metadata v5'])
  await lane.close()
})

it('says which versions each side speaks when none is shared, or the API is missing', async () => {
  const broker = await startScriptedBroker([on(Fetch, () => ({ responses: [] }), 3)])
  const lane = openLane()
  const at = `127.0.0.1:${broker.address.port}`
  await expect(lane.request(broker.address, Fetch, { maxWaitMs: 0, minBytes: 0, topics: [] })).rejects.toMatchObject({
    errorName: 'UNSUPPORTED_VERSION',
    message: `The broker at ${at} speaks versions 4 to 3 of Fetch; Headwater speaks 4 to 18.`,
  })
  await expect(lane.request(broker.address, ListGroups, {})).rejects.toMatchObject({
    message: `The broker at ${at} speaks no version of ListGroups; Headwater speaks 0 to 5.`,
  })
  await lane.close()
})

it('has many requests under way on one socket, and gives each its own answer', async () => {
  const broker = await startTestBroker()
  const lane = openLane()
  const answers = await Promise.all(Array.from({ length: 100 }, async () => lane.request(broker.address, Metadata, { topics: [] })))
  expect(new Set(answers.map(({ clusterId }) => clusterId)).size).toBe(1)
  expect(broker.connections()).toHaveLength(1)
  await lane.close()
})

it('connects anew after its socket was dropped', async () => {
  const broker = await startScriptedBroker([on(Metadata, noTopics)])
  const lane = openLane()
  await lane.request(broker.address, Metadata, { topics: [] })
  broker.dropConnections()
  await expect.poll(async () => lane.request(broker.address, Metadata, { topics: [] }).then(() => 'answered', () => 'failed')).toBe('answered')
  await lane.close()
})

it('rejects what is under way when it is closed', async () => {
  const broker = await startScriptedBroker([on(Metadata, () => new Promise<never>(() => {}))])
  const lane = openLane()
  const outcome = lane.request(broker.address, Metadata, { topics: [] }).catch((error: unknown) => error)
  await expect.poll(() => broker.asked).toContain('Metadata v13')
  await lane.close()
  expect(await outcome).toMatchObject({ name: 'ConnectionFailed', step: 'request' })
})

it('does not wait for a connection that is still being made when it is closed', async () => {
  const lane = openLane()
  // An address that is set aside for documentation: nobody answers there.
  const outcome = lane.request({ host: '192.0.2.1', port: 9092 }, Metadata, { topics: [] }).catch((error: unknown) => error)
  const begin = performance.now()
  await lane.close()
  expect(await outcome).toMatchObject({ name: 'ConnectionFailed', step: 'connect' })
  expect(performance.now() - begin).toBeLessThan(500)
})
