import { describe, expect, onTestFinished, test } from 'vitest'
import { apiAs, handlersAs, playedRelease } from '../../../core/broker/as-version.ts'
import { handler } from '../../../core/broker/handler.ts'
import { BrokerConfigs } from '../../../core/metadata/broker-configs.ts'
import { findKafkaRelease } from '../../../core/metadata/kafka-releases.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { ConsumerGroupHeartbeat } from '../../../core/protocol/messages/consumer-group-heartbeat.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { WriteTxnMarkers } from '../../../core/protocol/messages/write-txn-markers.ts'
import { startTestBroker } from '../../support/broker.ts'
import { WireClient } from '../../support/wire-client.ts'

const release = (name: string) => findKafkaRelease(name)

test('a release caps the versions of an API and leaves the rest of it alone', () => {
  expect(apiAs(Fetch, release('2.8'))).toEqual({ ...Fetch, maxVersion: 12 })
  expect(apiAs(Fetch, release('4.4'))!.maxVersion).toBe(Fetch.maxVersion)
})

test('an API that the release did not have, or had only in versions that are not spoken, is left out', () => {
  expect(apiAs(ConsumerGroupHeartbeat, release('3.6'))).toBeUndefined()
  expect(apiAs(WriteTxnMarkers, release('2.7'))).toBeUndefined()
})

test('without a release everything stays', () => {
  const handlers = [handler(Fetch, () => ({ responses: [] }))]
  expect(handlersAs(handlers, undefined)).toEqual(handlers)
})

test('handlers keep their behaviour', () => {
  const fetch = handler(Fetch, () => ({ responses: [] }), 'waits')
  const [capped] = handlersAs([fetch], release('3.0'))
  expect([capped!.handle, capped!.order, capped!.api.maxVersion]).toEqual([fetch.handle, 'waits', 12])
})

test.each([[{}, undefined], [{ 'headwater.as.version': '3.x' }, '3.9']])('the settings %j play release %s', (settings, name) => {
  expect(playedRelease(BrokerConfigs.from(settings as Record<string, string>))?.name).toBe(name)
})

describe('a broker that plays a release', () => {
  const CLIENT = { clientSoftwareName: 'wire', clientSoftwareVersion: '1' }

  async function connect(release: string): Promise<WireClient> {
    const broker = await startTestBroker({ 'headwater.as.version': release })
    const client = await WireClient.connect(broker.address.port)
    onTestFinished(() => client.close())
    return client
  }

  test('answers no version that came later', async () => {
    const client = await connect('2.8')
    expect(await client.send(Metadata, 11, { topics: [] })).toMatchObject({ controllerId: 1 })
    await expect(client.send(Metadata, 12, { topics: [] })).rejects.toThrow('the connection closed before the answer')
  })

  test('answers a later ApiVersions with its own range, in version 0 (KIP-511)', async () => {
    const client = await connect('3.9')
    const v0 = { ...ApiVersions, decodeResponse: (_version: number, body: Buffer) => ApiVersions.decodeResponse(0, body) }
    expect(await client.send(v0, 5, CLIENT)).toMatchObject({ errorCode: 35, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 4 }] })
  })

  test('has the features of that release', async () => {
    const featuresOf = async (release: string) => {
      const { supportedFeatures, finalizedFeatures } = await (await connect(release)).send(ApiVersions, 3, CLIENT)
      return [supportedFeatures, finalizedFeatures].map((features) => features.map(({ name }) => name))
    }
    expect(await featuresOf('2.8')).toEqual([[], []])
    expect(await featuresOf('3.8')).toEqual([['metadata.version'], ['metadata.version']])
    expect((await featuresOf('4.0'))[1]).toEqual(expect.arrayContaining(['group.version', 'transaction.version']))
  })
})
