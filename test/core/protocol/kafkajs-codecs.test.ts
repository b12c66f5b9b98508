// kafkajs' codecs against ours: we read the requests it writes, and it reads the responses we write.
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import type { AnyApi } from '../../../core/protocol/define-api.ts'
import { decodeRequestHeader } from '../../../core/protocol/frame.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { FindCoordinator } from '../../../core/protocol/messages/find-coordinator.ts'
import { JoinGroup } from '../../../core/protocol/messages/join-group.ts'
import { ListOffsets } from '../../../core/protocol/messages/list-offsets.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { OffsetFetch } from '../../../core/protocol/messages/offset-fetch.ts'
import { Produce } from '../../../core/protocol/messages/produce.ts'
import { decodeRecords } from '../../../core/protocol/records/record.ts'
import { encodeBatch, readBatchHeader } from '../../../core/protocol/records/record-batch.ts'

interface KafkaJsProtocol {
  request: object
  response: { decode(body: Buffer): Promise<unknown> }
}
const requireKafkaJs = createRequire(import.meta.url)
const kafkaJsRequest = requireKafkaJs('kafkajs/src/protocol/request') as (options: object) => Promise<{ buffer: Buffer }>
const kafkaJs = (folder: string, version: number, given: object): KafkaJsProtocol =>
  (
    requireKafkaJs(`kafkajs/src/protocol/requests/${folder}`) as {
      protocol(asked: { version: number }): (given: object) => KafkaJsProtocol
    }
  ).protocol({ version })(given)

const batch = encodeBatch({
  records: [{ key: Buffer.from('k'), value: Buffer.from('v'), timestamp: 1000 }],
  baseOffset: 40,
  partitionLeaderEpoch: 0,
})

interface KafkaJsCase {
  readonly api: AnyApi
  readonly version: number
  readonly folder: string
  readonly given: object
  readonly read: object
  readonly answer: object
  readonly understood: object
}

describe('kafkajs', () => {
  test.each<KafkaJsCase>([
    {
      api: Metadata,
      version: 6,
      folder: 'metadata',
      given: { topics: ['orders'], allowAutoTopicCreation: false },
      read: { topics: [{ name: 'orders' }], allowAutoTopicCreation: false },
      answer: {
        brokers: [{ nodeId: 1, host: '127.0.0.1', port: 9092 }],
        clusterId: 'abc',
        controllerId: 1,
        topics: [
          {
            errorCode: 0,
            name: 'orders',
            partitions: [{ errorCode: 0, partitionIndex: 0, leaderId: 1, replicaNodes: [1], isrNodes: [1], offlineReplicas: [] }],
          },
        ],
      },
      understood: {
        brokers: [{ nodeId: 1, host: '127.0.0.1', port: 9092, rack: null }],
        clusterId: 'abc',
        controllerId: 1,
        topicMetadata: [
          {
            topicErrorCode: 0,
            topic: 'orders',
            isInternal: false,
            partitionMetadata: [{ partitionErrorCode: 0, partitionId: 0, leader: 1, replicas: [1], isr: [1], offlineReplicas: [] }],
          },
        ],
      },
    },
    {
      api: Fetch,
      version: 11,
      folder: 'fetch',
      given: {
        isolationLevel: 1,
        maxWaitTime: 500,
        minBytes: 1,
        maxBytes: 100,
        rackId: 'r',
        topics: [{ topic: 'orders', partitions: [{ partition: 3, fetchOffset: '40', maxBytes: 50 }] }],
      },
      read: {
        replicaId: -1,
        maxWaitMs: 500,
        isolationLevel: 1,
        rackId: 'r',
        topics: [
          {
            topic: 'orders',
            partitions: [{ partition: 3, currentLeaderEpoch: -1, fetchOffset: 40, logStartOffset: -1, partitionMaxBytes: 50 }],
          },
        ],
        forgottenTopicsData: [],
      },
      answer: {
        errorCode: 0,
        responses: [
          {
            topic: 'orders',
            partitions: [
              {
                partitionIndex: 3,
                errorCode: 0,
                highWatermark: 41,
                lastStableOffset: 41,
                logStartOffset: 2,
                abortedTransactions: [{ producerId: 7, firstOffset: 5 }],
                records: batch,
              },
            ],
          },
        ],
      },
      understood: {
        errorCode: 0,
        responses: [
          {
            topicName: 'orders',
            partitions: [
              {
                partition: 3,
                highWatermark: '41',
                lastStableOffset: '41',
                lastStartOffset: '2',
                abortedTransactions: [{ producerId: '7', firstOffset: '5' }],
                messages: [{ offset: '40', timestamp: '1000', key: Buffer.from('k'), value: Buffer.from('v') }],
              },
            ],
          },
        ],
      },
    },
    {
      api: JoinGroup,
      version: 5,
      folder: 'joinGroup',
      given: {
        groupId: 'g',
        sessionTimeout: 30_000,
        rebalanceTimeout: 60_000,
        memberId: '',
        protocolType: 'consumer',
        groupProtocols: [{ name: 'range', metadata: Buffer.from('meta') }],
      },
      read: {
        groupId: 'g',
        sessionTimeoutMs: 30_000,
        rebalanceTimeoutMs: 60_000,
        groupInstanceId: null,
        protocols: [{ name: 'range', metadata: Buffer.from('meta') }],
      },
      answer: {
        errorCode: 0,
        generationId: 1,
        protocolName: 'range',
        leader: 'm',
        memberId: 'm',
        members: [{ memberId: 'm', metadata: Buffer.from('meta') }],
      },
      understood: {
        errorCode: 0,
        generationId: 1,
        groupProtocol: 'range',
        leaderId: 'm',
        memberId: 'm',
        members: [{ memberId: 'm', groupInstanceId: null, memberMetadata: Buffer.from('meta') }],
      },
    },
    {
      api: ListOffsets,
      version: 3,
      folder: 'listOffsets',
      given: { isolationLevel: 1, topics: [{ topic: 'orders', partitions: [{ partition: 0, timestamp: -1 }] }] },
      read: { replicaId: -1, isolationLevel: 1, topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, timestamp: -1 }] }] },
      answer: { topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, errorCode: 0, offset: 9 }] }] },
      understood: { responses: [{ topic: 'orders', partitions: [{ partition: 0, errorCode: 0, timestamp: '-1', offset: '9' }] }] },
    },
    {
      api: OffsetFetch,
      version: 4,
      folder: 'offsetFetch',
      given: { groupId: 'g', topics: [{ topic: 'orders', partitions: [{ partition: 2 }] }] },
      read: { groupId: 'g', topics: [{ name: 'orders', partitionIndexes: [2] }] },
      answer: { topics: [{ name: 'orders', partitions: [{ partitionIndex: 2, committedOffset: 5, metadata: null, errorCode: 0 }] }] },
      understood: {
        errorCode: 0,
        responses: [{ topic: 'orders', partitions: [{ partition: 2, offset: '5', metadata: null, errorCode: 0 }] }],
      },
    },
    {
      api: FindCoordinator,
      version: 2,
      folder: 'findCoordinator',
      given: { groupId: 'g', coordinatorType: 0 },
      read: { key: 'g', keyType: 0 },
      answer: { errorMessage: null, nodeId: 1, host: '127.0.0.1', port: 9092 },
      understood: { errorCode: 0, errorMessage: null, coordinator: { nodeId: 1, host: '127.0.0.1', port: 9092 } },
    },
  ])('$api.name v$version', async ({ api, version, folder, given, read, answer, understood }) => {
    const { request, response } = kafkaJs(folder, version, given)
    const { buffer } = await kafkaJsRequest({ correlationId: 7, clientId: 'kafkajs', request })
    const frame = buffer.subarray(4)
    const header = decodeRequestHeader(frame, () => false)
    expect(header).toMatchObject({ apiKey: api.key, apiVersion: version, correlationId: 7, clientId: 'kafkajs' })
    expect(api.decodeRequest(version, frame.subarray(header.bodyOffset))).toMatchObject(read)
    expect(await response.decode(Buffer.concat(api.encodeResponse(version, answer)))).toMatchObject(understood)
  })

  test('Produce v7 carries a batch that we read', async () => {
    const messages = [{ key: 'k', value: 'v', timestamp: 1000, headers: { trace: 'abc' } }]
    const { request } = kafkaJs('produce', 7, {
      acks: -1,
      timeout: 1000,
      topicData: [{ topic: 'orders', partitions: [{ partition: 0, messages }] }],
    })
    const frame = (await kafkaJsRequest({ correlationId: 7, clientId: 'kafkajs', request })).buffer.subarray(4)
    const decoded = Produce.decodeRequest(7, frame.subarray(decodeRequestHeader(frame, () => false).bodyOffset))
    expect(decoded).toMatchObject({
      transactionalId: null,
      acks: -1,
      timeoutMs: 1000,
      topicData: [{ name: 'orders', partitionData: [{ index: 0 }] }],
    })
    const records = decoded.topicData[0]!.partitionData[0]!.records!
    expect(decodeRecords(records, 0, readBatchHeader(records, 0))).toMatchObject([
      {
        offset: 0n,
        timestamp: 1000n,
        key: Buffer.from('k'),
        value: Buffer.from('v'),
        headers: [{ key: 'trace', value: Buffer.from('abc') }],
      },
    ])
  })
})
