import { describe, expect, test } from 'vitest'
import type { BrokerContext } from '../../../../core/broker/broker-context.ts'
import { handler, type RegisteredHandler } from '../../../../core/broker/handler.ts'
import { apiVersions } from '../../../../core/broker/handlers/api-versions.ts'
import { ConnectionRegistry } from '../../../../core/broker/network/connection-registry.ts'
import { BrokerConfigs } from '../../../../core/metadata/broker-configs.ts'
import { Features, UpgradeType } from '../../../../core/metadata/features.ts'
import type { DecodedResponseOf, RequestOf } from '../../../../core/protocol/define-api.ts'
import { ApiVersions } from '../../../../core/protocol/messages/api-versions.ts'
import { Fetch } from '../../../../core/protocol/messages/fetch.ts'
import { Produce } from '../../../../core/protocol/messages/produce.ts'
import { FakeTime } from '../../../support/fake-time.ts'
import { MemoryStore } from '../../../support/memory-store.ts'

type Request = RequestOf<typeof ApiVersions>
type Response = DecodedResponseOf<typeof ApiVersions>

const CLUSTER_ID = 'aaaaaaaaaaaaaaaaaaaaaA'
const NODE_ID = 1
const others: RegisteredHandler[] = [handler(Fetch, () => ({ responses: [] })), handler(Produce, () => ({ responses: [] }))]

const levels = [
  { name: 'group.version', minVersion: 0, maxVersion: 1, defaultLevel: 1 },
  { name: 'metadata.version', minVersion: 7, maxVersion: 33, defaultLevel: 33 },
] as const
const defaults = () => ({ configs: BrokerConfigs.from({}), features: Features.load(new MemoryStore(), levels) })

function ask(apiVersion: number, fields: Partial<Request> = {}, parts: Partial<BrokerContext> = {}) {
  const request: Request = { clientSoftwareName: 'kcat', clientSoftwareVersion: '1.7.1', clusterId: null, nodeId: -1, ...fields }
  const connection = new ConnectionRegistry(new FakeTime())
    .open({ remoteAddress: '::1', remotePort: 1 }, new AbortController().signal)
  const broker = { identity: { clusterId: CLUSTER_ID, nodeId: NODE_ID }, nodeId: NODE_ID, ...defaults(), ...parts } as unknown as BrokerContext
  const answer = apiVersions(others).handle(request, { broker, apiVersion, correlationId: 1, clientId: '', connection, requestBytes: 0 })
  const bytes = Buffer.concat(ApiVersions.encodeResponse(apiVersion, answer as Response))
  return { response: ApiVersions.decodeResponse(apiVersion, bytes), connection }
}

describe('ApiVersions', () => {
  test.each([0, 1, 2, 3, 4, 5])('v%i lists exactly the APIs that have a handler, itself included, by key', (version) => {
    expect(ask(version).response).toMatchObject({
      errorCode: 0,
      apiKeys: [
        { apiKey: 0, minVersion: 0, maxVersion: 13 },
        { apiKey: 1, minVersion: 4, maxVersion: 18 },
        { apiKey: 18, minVersion: 0, maxVersion: 5 },
      ],
    })
  })

  test('Produce claims version 0, so that old librdkafka compresses (KAFKA-18659)', () => {
    expect(Produce.minDecodable).toBe(3)
    expect(ask(0).response.apiKeys.find((api) => api.apiKey === 0)!.minVersion).toBe(0)
  })

  test.each([3, 4, 5])('v%i reports a features epoch that clients do not ignore', (version) => {
    expect(ask(version).response.finalizedFeaturesEpoch).toBeGreaterThanOrEqual(0)
  })

  test('a feature with minimum 0 is told to clients of v4 and later only (KAFKA-17011)', () => {
    const names = (version: number): string[] => ask(version).response.supportedFeatures.map(({ name }) => name)
    expect([0, 3, 4, 5].map(names)).toEqual([[], ['metadata.version'], ['group.version', 'metadata.version'], ['group.version', 'metadata.version']])
  })

  test('finalized levels change with UpdateFeatures, and the epoch tells it', async () => {
    const { features } = defaults()
    const finalized = () => ask(4, {}, { features }).response
    expect(finalized()).toMatchObject({
      finalizedFeaturesEpoch: 0,
      finalizedFeatures: [{ name: 'group.version', minVersionLevel: 1, maxVersionLevel: 1 }, { name: 'metadata.version', minVersionLevel: 33, maxVersionLevel: 33 }],
    })
    await features.update([{ feature: 'group.version', level: 0, upgradeType: UpgradeType.SAFE_DOWNGRADE }], false)
    expect(finalized()).toMatchObject({ finalizedFeaturesEpoch: 1, finalizedFeatures: [{ name: 'metadata.version' }] })
  })

  test('a broker that plays an older Kafka lists what that one had', () => {
    const configs = BrokerConfigs.from({ 'headwater.as.version': '2.8' })
    expect(ask(3, {}, { configs }).response.apiKeys).toEqual([
      { apiKey: 0, minVersion: 0, maxVersion: 9 },
      { apiKey: 1, minVersion: 4, maxVersion: 12 },
      { apiKey: 18, minVersion: 0, maxVersion: 3 },
    ])
  })

  test.each([
    ['apache-kafka-java', '4.3.0', 0],
    ['a', '1', 0],
    ['librdkafka', '2.15.0-RC1', 0],
    ['', '1.0', 42],
    ['kcat', '', 42],
    ['-kcat', '1', 42],
    ['kcat.', '1', 42],
    ['my client', '1', 42],
    ['kcat', '1\n', 42],
    ['kçat', '1', 42],
  ])('v3 client software %j %j answers error %i (KIP-511)', (clientSoftwareName, clientSoftwareVersion, errorCode) => {
    const { response } = ask(3, { clientSoftwareName, clientSoftwareVersion })
    expect(response.errorCode).toBe(errorCode)
    expect(response.apiKeys.length).toBe(errorCode === 0 ? 3 : 0)
  })

  test('the software of a v3 client is kept with its connection; that of older clients is unknown', () => {
    expect(ask(3).connection).toMatchObject({ clientSoftwareName: 'kcat', clientSoftwareVersion: '1.7.1' })
    expect(ask(2, { clientSoftwareName: '', clientSoftwareVersion: '' })).toMatchObject({
      response: { errorCode: 0 },
      connection: { clientSoftwareName: 'unknown' },
    })
  })

  test.each([
    ['neither', null, -1, 0],
    ['this cluster and node', CLUSTER_ID, NODE_ID, 0],
    ['another cluster', 'bbbbbbbbbbbbbbbbbbbbbA', NODE_ID, 129],
    ['another node of this cluster', CLUSTER_ID, 2, 129],
    ['a cluster without a node', CLUSTER_ID, -1, 42],
    ['a node without a cluster', null, NODE_ID, 42],
  ])('v5 naming %s answers its error code (KIP-1242)', (_, clusterId, nodeId, errorCode) => {
    expect(ask(5, { clusterId, nodeId }).response.errorCode).toBe(errorCode)
  })
})
