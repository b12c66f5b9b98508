// @platformatic/kafka's codecs against ours: we read the requests it writes, and it reads the responses we write.
import * as platformatic from '@platformatic/kafka'
import { describe, expect, test } from 'vitest'
import type { AnyApi } from '../../../core/protocol/define-api.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { CreateTopics } from '../../../core/protocol/messages/create-topics.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { JoinGroup } from '../../../core/protocol/messages/join-group.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { OffsetFetch } from '../../../core/protocol/messages/offset-fetch.ts'
import { encodeBatch } from '../../../core/protocol/records/record-batch.ts'

const TOPIC_ID = 'AAECAwQFBgcICQoLDA0ODw'
const TOPIC_UUID = '00010203-0405-0607-0809-0a0b0c0d0e0f'

const batch = encodeBatch({
  records: [{ key: Buffer.from('k'), value: Buffer.from('v'), timestamp: 1000 }],
  baseOffset: 40,
  partitionLeaderEpoch: 0,
})

interface PlatformaticApi {
  createRequest(...given: unknown[]): { buffer: Buffer }
  parseResponse(correlationId: number, apiKey: number, apiVersion: number, reader: platformatic.Reader): unknown
}

interface PlatformaticCase {
  readonly api: AnyApi
  readonly version: number
  readonly given: readonly unknown[]
  readonly read: object
  readonly answer: object
  readonly understood: object
}

describe('@platformatic/kafka', () => {
  test.each<PlatformaticCase>([
    {
      api: ApiVersions,
      version: 3,
      given: ['platformatic', '2.12.1'],
      read: { clientSoftwareName: 'platformatic', clientSoftwareVersion: '2.12.1' },
      answer: {
        errorCode: 0,
        apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 5 }],
        supportedFeatures: [{ name: 'group.version', minVersion: 0, maxVersion: 1 }],
        finalizedFeaturesEpoch: 3,
      },
      understood: { errorCode: 0, apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 5 }], throttleTimeMs: 0 },
    },
    {
      api: Metadata,
      version: 12,
      given: [['orders'], false, true],
      read: {
        topics: [{ name: 'orders', topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }],
        allowAutoTopicCreation: false,
        includeTopicAuthorizedOperations: true,
      },
      answer: {
        brokers: [{ nodeId: 1, host: '127.0.0.1', port: 9092 }],
        clusterId: 'abc',
        topics: [
          {
            errorCode: 0,
            name: 'orders',
            topicId: TOPIC_ID,
            partitions: [{ errorCode: 0, partitionIndex: 0, leaderId: 1, leaderEpoch: 0, replicaNodes: [1], isrNodes: [1] }],
          },
        ],
      },
      understood: {
        brokers: [{ nodeId: 1, host: '127.0.0.1', port: 9092, rack: null }],
        clusterId: 'abc',
        controllerId: -1,
        topics: [
          {
            errorCode: 0,
            name: 'orders',
            topicId: TOPIC_UUID,
            isInternal: false,
            partitions: [
              { errorCode: 0, partitionIndex: 0, leaderId: 1, leaderEpoch: 0, replicaNodes: [1], isrNodes: [1], offlineReplicas: [] },
            ],
            topicAuthorizedOperations: -0x8000_0000,
          },
        ],
      },
    },
    {
      api: Fetch,
      version: 17,
      given: [
        500,
        1,
        100,
        1,
        0,
        -1,
        [
          {
            topicId: TOPIC_UUID,
            partitions: [
              {
                partition: 3,
                currentLeaderEpoch: 0,
                fetchOffset: 40n,
                lastFetchedEpoch: -1,
                partitionMaxBytes: 50,
                replicaDirectoryId: TOPIC_UUID,
              },
            ],
          },
        ],
        [],
        'r',
      ],
      read: {
        maxWaitMs: 500,
        isolationLevel: 1,
        sessionEpoch: -1,
        topics: [
          { topicId: TOPIC_ID, partitions: [{ partition: 3, fetchOffset: 40, partitionMaxBytes: 50, replicaDirectoryId: TOPIC_ID }] },
        ],
        rackId: 'r',
      },
      answer: {
        errorCode: 0,
        responses: [
          {
            topicId: TOPIC_ID,
            partitions: [
              {
                partitionIndex: 3,
                errorCode: 0,
                highWatermark: 41,
                abortedTransactions: [{ producerId: 7, firstOffset: 5 }],
                currentLeader: { leaderId: 2, leaderEpoch: 8 },
                records: [batch, batch],
              },
            ],
          },
        ],
        nodeEndpoints: [{ nodeId: 2, host: 'b', port: 9093 }],
      },
      understood: {
        responses: [
          {
            topicId: TOPIC_UUID,
            partitions: [
              {
                partitionIndex: 3,
                highWatermark: 41n,
                lastStableOffset: -1n,
                abortedTransactions: [{ producerId: 7n, firstOffset: 5n }],
                currentLeader: { leaderId: 2, leaderEpoch: 8 },
                records: [{ firstOffset: 40n }, { firstOffset: 40n }],
              },
            ],
          },
        ],
        nodeEndpoints: [{ nodeId: 2, host: 'b', port: 9093, rack: null }],
      },
    },
    {
      api: JoinGroup,
      version: 9,
      given: ['g', 30_000, 60_000, '', 'static-1', 'consumer', [{ name: 'range', metadata: Buffer.from('meta') }], 'because'],
      read: { groupId: 'g', groupInstanceId: 'static-1', protocols: [{ name: 'range', metadata: Buffer.from('meta') }], reason: 'because' },
      answer: {
        errorCode: 0,
        generationId: 1,
        protocolType: 'consumer',
        protocolName: 'range',
        leader: 'm',
        skipAssignment: true,
        memberId: 'm',
        members: [{ memberId: 'm', metadata: Buffer.from('meta') }],
      },
      understood: {
        generationId: 1,
        protocolType: 'consumer',
        protocolName: 'range',
        leader: 'm',
        skipAssignment: true,
        memberId: 'm',
        members: [{ memberId: 'm', groupInstanceId: null, metadata: Buffer.from('meta') }],
      },
    },
    {
      api: OffsetFetch,
      version: 9,
      given: [[{ groupId: 'g', memberId: null, memberEpoch: -1, topics: [{ name: 'orders', partitionIndexes: [0, 1] }] }], true],
      read: {
        groups: [{ groupId: 'g', memberId: null, memberEpoch: -1, topics: [{ name: 'orders', partitionIndexes: [0, 1] }] }],
        requireStable: true,
      },
      answer: {
        groups: [
          {
            groupId: 'g',
            topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: 5, metadata: 'x', errorCode: 0 }] }],
          },
        ],
      },
      understood: {
        groups: [
          {
            groupId: 'g',
            errorCode: 0,
            topics: [
              {
                name: 'orders',
                partitions: [{ partitionIndex: 0, committedOffset: 5n, committedLeaderEpoch: -1, metadata: 'x', errorCode: 0 }],
              },
            ],
          },
        ],
      },
    },
    {
      api: CreateTopics,
      version: 7,
      given: [
        [
          {
            name: 'orders',
            numPartitions: 3,
            replicationFactor: 1,
            assignments: [{ partitionIndex: 0, brokerIds: [1] }],
            configs: [{ name: 'retention.ms', value: '1' }],
          },
        ],
        1000,
        false,
      ],
      read: {
        topics: [{ name: 'orders', numPartitions: 3, replicationFactor: 1, configs: [{ name: 'retention.ms', value: '1' }] }],
        timeoutMs: 1000,
        validateOnly: false,
      },
      answer: {
        topics: [
          { name: 'orders', topicId: TOPIC_ID, errorCode: 0, errorMessage: null, numPartitions: 3, replicationFactor: 1, configs: null },
        ],
      },
      understood: {
        topics: [
          { name: 'orders', topicId: TOPIC_UUID, errorCode: 0, errorMessage: null, numPartitions: 3, replicationFactor: 1, configs: null },
        ],
      },
    },
  ])('$api.name v$version', ({ api, version, given, read, answer, understood }) => {
    const theirs = (platformatic as unknown as Record<string, PlatformaticApi>)[
      `${api.name[0]!.toLowerCase()}${api.name.slice(1)}V${version}`
    ]!
    expect(api.decodeRequest(version, theirs.createRequest(...given).buffer)).toMatchObject(read)
    const answered = Buffer.concat(api.encodeResponse(version, answer))
    expect(theirs.parseResponse(7, api.key, version, platformatic.Reader.from(answered))).toMatchObject(understood)
  })
})
