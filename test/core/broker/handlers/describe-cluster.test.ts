import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeCluster } from '../../../../core/broker/handlers/describe-cluster.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeCluster } from '../../../../core/protocol/messages/describe-cluster.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

let broker: TestContext
beforeEach(async () => {
  broker = await openTestContext()
})
afterEach(() => broker.close())

const ask = (version: number, request: { endpointType?: number; includeClusterAuthorizedOperations?: boolean; includeFencedBrokers?: boolean } = {}) =>
  broker.call(DescribeCluster, describeCluster, version, { includeClusterAuthorizedOperations: false, ...request })

describe.each(versions(DescribeCluster))('DescribeCluster v%i', (version) => {
  test('tells the cluster\'s id, its controller and its one broker', async () => {
    const { nodeId, identity } = broker.context
    expect(await ask(version)).toEqual({
      throttleTimeMs: 0,
      errorCode: ErrorCode.NONE,
      errorMessage: null,
      endpointType: 1,
      clusterId: identity.clusterId,
      controllerId: nodeId,
      brokers: [{ brokerId: nodeId, host: '127.0.0.1', port: 19092, rack: null, isFenced: false }],
      clusterAuthorizedOperations: -2_147_483_648,
    })
  })

  test('tells what a client may do when asked', async () => {
    expect((await ask(version, { includeClusterAuthorizedOperations: true })).clusterAuthorizedOperations).toBe(8096)
  })
})

test('asking for fenced brokers too changes nothing: there are none', async () => {
  expect((await ask(2, { includeFencedBrokers: true })).brokers).toMatchObject([{ isFenced: false }])
})

test.each([
  [2, ErrorCode.MISMATCHED_ENDPOINT_TYPE, 'This is a broker; the request asks for a controller.'],
  [0, ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, 'Endpoint type 0 is unknown.'],
  [3, ErrorCode.UNSUPPORTED_ENDPOINT_TYPE, 'Endpoint type 3 is unknown.'],
])('endpoint type %i is refused', async (endpointType, errorCode, errorMessage) => {
  expect(await ask(1, { endpointType })).toMatchObject({ errorCode, errorMessage, brokers: [] })
})
