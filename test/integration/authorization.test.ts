// Every API with the rights that Apache Kafka asks for: refused without any of them, and not refused with all of them.
import { beforeEach, describe, expect, it } from 'vitest'
import { answerErrorOf } from '../../core/broker/answer-error.ts'
import { handlers } from '../../core/broker/handlers/index.ts'
import type { AclOperation, ResourceType } from '../../core/protocol/acl-words.ts'
import type { AnyApi, Api } from '../../core/protocol/define-api.ts'
import { ErrorCode, errorOf } from '../../core/protocol/error-codes.ts'
import { ListGroups } from '../../core/protocol/messages/list-groups.ts'
import { ListTransactions } from '../../core/protocol/messages/list-transactions.ts'
import { Metadata } from '../../core/protocol/messages/metadata.ts'
import { SaslAuthenticate } from '../../core/protocol/messages/sasl-authenticate.ts'
import { SaslHandshake } from '../../core/protocol/messages/sasl-handshake.ts'
import { ALICE, type SecuredBroker, startSecuredBroker } from '../support/secured-broker.ts'
import { WireClient } from '../support/wire-client.ts'

type Right = readonly [AclOperation, ResourceType, string]
interface Row {
  readonly version: number
  readonly body: object
  readonly rights: readonly Right[]
}

const TOPIC = 'orders'
const GROUP = 'readers'
const TRANSACTION = 'mover'
const TOPIC_CONFIG = 2
const BROKER_CONFIG = 4

const topic = (operation: AclOperation): Right => [operation, 'TOPIC', TOPIC]
const group = (operation: AclOperation): Right => [operation, 'GROUP', GROUP]
const transaction = (operation: AclOperation): Right => [operation, 'TRANSACTIONAL_ID', TRANSACTION]
const cluster = (operation: AclOperation): Right => [operation, 'CLUSTER', 'kafka-cluster']

const REFUSALS: Partial<Record<ResourceType, number>> = {
  TOPIC: ErrorCode.TOPIC_AUTHORIZATION_FAILED,
  GROUP: ErrorCode.GROUP_AUTHORIZATION_FAILED,
  CLUSTER: ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
  TRANSACTIONAL_ID: ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
}

const producer = { producerId: 0, producerEpoch: 0 }
const aclFilter = { resourceTypeFilter: 1, resourceNameFilter: null, patternTypeFilter: 1, principalFilter: null, hostFilter: null, operation: 1, permissionType: 1 }

/** By the names of the APIs; several rows where it depends on what is asked. */
const TABLE: Record<string, readonly Row[]> = {
  Produce: [{ version: 9, body: { transactionalId: null, acks: -1, timeoutMs: 1000, topicData: [{ name: TOPIC, partitionData: [{ index: 0, records: null }] }] }, rights: [topic('WRITE')] }],
  Fetch: [{ version: 12, body: { maxWaitMs: 0, minBytes: 0, maxBytes: 1000, topics: [{ topic: TOPIC, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] }], forgottenTopicsData: [] }, rights: [topic('READ')] }],
  ListOffsets: [{ version: 6, body: { replicaId: -1, isolationLevel: 0, topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, timestamp: -1 }] }] }, rights: [topic('DESCRIBE')] }],
  Metadata: [{ version: 9, body: { topics: [{ name: TOPIC }], allowAutoTopicCreation: false }, rights: [topic('DESCRIBE')] }],
  OffsetCommit: [{ version: 8, body: { groupId: GROUP, memberId: '', topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, committedOffset: 0, committedMetadata: '' }] }] }, rights: [group('READ'), topic('READ')] }],
  OffsetFetch: [
    { version: 7, body: { groupId: GROUP, topics: [{ name: TOPIC, partitionIndexes: [0] }] }, rights: [group('DESCRIBE'), topic('DESCRIBE')] },
    { version: 8, body: { groups: [{ groupId: GROUP, topics: [{ name: TOPIC, partitionIndexes: [0] }] }] }, rights: [group('DESCRIBE'), topic('DESCRIBE')] },
  ],
  FindCoordinator: [
    { version: 3, body: { key: GROUP, keyType: 0 }, rights: [group('DESCRIBE')] },
    { version: 4, body: { keyType: 1, coordinatorKeys: [TRANSACTION] }, rights: [transaction('DESCRIBE')] },
  ],
  JoinGroup: [{ version: 5, body: { groupId: GROUP, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, memberId: '', protocolType: 'consumer', protocols: [{ name: 'range', metadata: Buffer.alloc(0) }] }, rights: [group('READ')] }],
  Heartbeat: [{ version: 4, body: { groupId: GROUP, generationId: 1, memberId: 'm' }, rights: [group('READ')] }],
  LeaveGroup: [{ version: 4, body: { groupId: GROUP, members: [{ memberId: 'm', groupInstanceId: null }] }, rights: [group('READ')] }],
  SyncGroup: [{ version: 4, body: { groupId: GROUP, generationId: 1, memberId: 'm', assignments: [] }, rights: [group('READ')] }],
  DescribeGroups: [{ version: 5, body: { groups: [GROUP], includeAuthorizedOperations: true }, rights: [group('DESCRIBE')] }],
  CreateTopics: [{ version: 5, body: { topics: [{ name: TOPIC, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }] }, rights: [topic('CREATE')] }],
  DeleteTopics: [{ version: 5, body: { topicNames: [TOPIC], timeoutMs: 1000 }, rights: [topic('DELETE')] }],
  InitProducerId: [
    { version: 4, body: { transactionalId: null, transactionTimeoutMs: 1000 }, rights: [cluster('IDEMPOTENT_WRITE')] },
    { version: 4, body: { transactionalId: TRANSACTION, transactionTimeoutMs: 1000 }, rights: [transaction('WRITE')] },
  ],
  OffsetForLeaderEpoch: [{ version: 4, body: { replicaId: -1, topics: [{ topic: TOPIC, partitions: [{ partition: 0, leaderEpoch: 0 }] }] }, rights: [topic('DESCRIBE')] }],
  DescribeConfigs: [
    { version: 4, body: { resources: [{ resourceType: TOPIC_CONFIG, resourceName: TOPIC, configurationKeys: null }], includeSynonyms: false, includeDocumentation: false }, rights: [topic('DESCRIBE_CONFIGS')] },
    { version: 4, body: { resources: [{ resourceType: BROKER_CONFIG, resourceName: '1', configurationKeys: null }], includeSynonyms: false, includeDocumentation: false }, rights: [cluster('DESCRIBE_CONFIGS')] },
  ],
  AlterConfigs: [
    { version: 2, body: { resources: [{ resourceType: TOPIC_CONFIG, resourceName: TOPIC, configs: [] }], validateOnly: true }, rights: [topic('ALTER_CONFIGS')] },
    { version: 2, body: { resources: [{ resourceType: BROKER_CONFIG, resourceName: '1', configs: [] }], validateOnly: true }, rights: [cluster('ALTER_CONFIGS')] },
  ],
  IncrementalAlterConfigs: [
    { version: 1, body: { resources: [{ resourceType: TOPIC_CONFIG, resourceName: TOPIC, configs: [] }], validateOnly: true }, rights: [topic('ALTER_CONFIGS')] },
    { version: 1, body: { resources: [{ resourceType: BROKER_CONFIG, resourceName: '1', configs: [] }], validateOnly: true }, rights: [cluster('ALTER_CONFIGS')] },
  ],
  ListConfigResources: [{ version: 1, body: { resourceTypes: [] }, rights: [cluster('DESCRIBE_CONFIGS')] }],
  CreatePartitions: [{ version: 3, body: { topics: [{ name: TOPIC, count: 5, assignments: null }], timeoutMs: 1000, validateOnly: true }, rights: [topic('ALTER')] }],
  DeleteGroups: [{ version: 2, body: { groupsNames: [GROUP] }, rights: [group('DELETE')] }],
  OffsetDelete: [{ version: 0, body: { groupId: GROUP, topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0 }] }] }, rights: [group('DELETE'), topic('READ')] }],
  ConsumerGroupHeartbeat: [{ version: 0, body: { groupId: GROUP, memberId: '', memberEpoch: 0, rebalanceTimeoutMs: 10_000, subscribedTopicNames: [TOPIC], topicPartitions: [] }, rights: [group('READ'), topic('DESCRIBE')] }],
  ConsumerGroupDescribe: [{ version: 0, body: { groupIds: [GROUP], includeAuthorizedOperations: false }, rights: [group('DESCRIBE')] }],
  DescribeAcls: [{ version: 3, body: aclFilter, rights: [cluster('DESCRIBE')] }],
  CreateAcls: [{ version: 3, body: { creations: [{ resourceType: 2, resourceName: 'a', resourcePatternType: 3, principal: 'User:a', host: '*', operation: 3, permissionType: 3 }] }, rights: [cluster('ALTER')] }],
  DeleteAcls: [{ version: 3, body: { filters: [{ ...aclFilter, principalFilter: 'User:nobody' }] }, rights: [cluster('ALTER')] }],
  DescribeUserScramCredentials: [{ version: 0, body: { users: null }, rights: [cluster('DESCRIBE')] }],
  AlterUserScramCredentials: [{ version: 0, body: { deletions: [{ name: 'nobody', mechanism: 1 }], upsertions: [] }, rights: [cluster('ALTER')] }],
  UpdateFeatures: [{ version: 1, body: { featureUpdates: [], validateOnly: true }, rights: [cluster('ALTER')] }],
  DeleteRecords: [{ version: 2, body: { topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, offset: 0 }] }], timeoutMs: 1000 }, rights: [topic('DELETE')] }],
  DescribeLogDirs: [{ version: 4, body: { topics: null }, rights: [cluster('DESCRIBE')] }],
  AlterReplicaLogDirs: [{ version: 2, body: { dirs: [{ path: '/a', topics: [{ name: TOPIC, partitions: [0] }] }] }, rights: [cluster('ALTER')] }],
  ElectLeaders: [{ version: 2, body: { electionType: 0, topicPartitions: [{ topic: TOPIC, partitions: [0] }] }, rights: [cluster('ALTER')] }],
  AlterPartitionReassignments: [{ version: 0, body: { topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, replicas: [1] }] }] }, rights: [cluster('ALTER')] }],
  ListPartitionReassignments: [{ version: 0, body: { topics: null }, rights: [cluster('DESCRIBE')] }],
  DescribeQuorum: [{ version: 1, body: { topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }] }, rights: [cluster('DESCRIBE')] }],
  DescribeTopicPartitions: [{ version: 0, body: { topics: [{ name: TOPIC }], responsePartitionLimit: 10, cursor: null }, rights: [topic('DESCRIBE')] }],
  DescribeClientQuotas: [{ version: 1, body: { components: [], strict: false }, rights: [cluster('DESCRIBE_CONFIGS')] }],
  AlterClientQuotas: [{ version: 1, body: { entries: [{ entity: [{ entityType: 'user', entityName: 'a' }], ops: [] }], validateOnly: true }, rights: [cluster('ALTER_CONFIGS')] }],
  AddPartitionsToTxn: [{ version: 3, body: { v3AndBelowTransactionalId: TRANSACTION, v3AndBelowProducerId: 0, v3AndBelowProducerEpoch: 0, v3AndBelowTopics: [{ name: TOPIC, partitions: [0] }] }, rights: [transaction('WRITE'), topic('WRITE')] }],
  AddOffsetsToTxn: [{ version: 3, body: { transactionalId: TRANSACTION, ...producer, groupId: GROUP }, rights: [transaction('WRITE'), group('READ')] }],
  EndTxn: [{ version: 3, body: { transactionalId: TRANSACTION, ...producer, committed: true }, rights: [transaction('WRITE')] }],
  TxnOffsetCommit: [
    {
      version: 3,
      body: { transactionalId: TRANSACTION, groupId: GROUP, ...producer, topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, committedOffset: 0, committedMetadata: '' }] }] },
      rights: [transaction('WRITE'), group('READ'), topic('READ')],
    },
  ],
  WriteTxnMarkers: [{ version: 1, body: { markers: [{ ...producer, transactionResult: false, topics: [{ name: TOPIC, partitionIndexes: [0] }], coordinatorEpoch: 0 }] }, rights: [cluster('ALTER')] }],
  DescribeProducers: [{ version: 0, body: { topics: [{ name: TOPIC, partitionIndexes: [0] }] }, rights: [topic('READ')] }],
  DescribeTransactions: [{ version: 0, body: { transactionalIds: [TRANSACTION] }, rights: [transaction('DESCRIBE')] }],
}

/** They need no right, leave out what may not be seen, or are how one comes in. */
const ASK_FOR_NOTHING = ['ApiVersions', 'DescribeCluster', 'ListGroups', 'ListTransactions', 'SaslHandshake', 'SaslAuthenticate']

const rows = Object.entries(TABLE).flatMap(([name, cases]) => cases.map((row): [string, Row] => [`${name} v${row.version} (${row.rights.map((right) => right.slice(0, 2).join(' ')).join(', ')})`, row]))

function apiOf(title: string): AnyApi {
  const name = title.split(' ', 1)[0]
  return handlers.find(({ api }) => api.name === name)!.api
}

let broker: SecuredBroker
beforeEach(async () => {
  broker = await startSecuredBroker('SASL_PLAINTEXT', { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer' })
})

async function asAlice(): Promise<WireClient> {
  const client = await WireClient.connect(broker.address.port)
  await client.send(SaslHandshake, 1, { mechanism: 'PLAIN' })
  await client.send(SaslAuthenticate, 2, { authBytes: Buffer.from(`\0${ALICE.username}\0${ALICE.password}`) })
  return client
}

async function answered(title: string, { version, body }: Row): Promise<string> {
  const client = await asAlice()
  try {
    const api = apiOf(title)
    return errorOf(answerErrorOf(api)(await client.send(api as unknown as Api<object, object, object, object>, version, body))).name
  } finally {
    client.close()
  }
}

/** OffsetDelete looks at the group before it looks at topics: there must be one. */
async function commitOffset(): Promise<void> {
  const partitions = [{ partitionIndex: 0, committedOffset: 0, committedLeaderEpoch: -1, committedMetadata: null }]
  const request = { groupId: GROUP, generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null, retentionTimeMs: -1, topics: [{ name: TOPIC, topicId: '', partitions }] }
  await broker.context.groups.offsetCommit(request, { apiVersion: 8, clientId: 'admin', clientHost: '/127.0.0.1', connectionId: 0, mayDescribeTopic: () => true })
}

const refusalOf = ([, type]: Right): string => errorOf(REFUSALS[type]!).name

describe.each(rows)('%s', (title, row) => {
  it('is refused while one of the rights is missing, and then no more', async () => {
    expect(await answered(title, row), 'without any').toBe(refusalOf(row.rights[0]!))
    const { partitions } = await broker.context.topics.create({ name: TOPIC, partitionCount: 1, configs: {} })
    expect(partitions).toHaveLength(1)
    await commitOffset()
    for (const missing of row.rights) {
      await broker.context.acls.delete([{ resourceType: 'ANY', resourceName: null, patternType: 'ANY', principal: null, host: null, operation: 'ANY', permissionType: 'ANY' }])
      await broker.allow('User:alice', ...row.rights.filter((right) => right !== missing))
      expect(await answered(title, row), `without ${missing.join(' ')}`).toBe(refusalOf(missing))
    }
    await broker.allow('User:alice', ...row.rights)
    expect(await answered(title, row), 'with all').not.toMatch(/AUTHORIZATION/)
  })
})

it('every API has its rights in this table', () => {
  expect(handlers.map(({ api }) => api.name).filter((name) => TABLE[name] === undefined).toSorted()).toEqual(ASK_FOR_NOTHING.toSorted())
})

describe('what a client may not see is left out', () => {
  it('of all topics', async () => {
    for (const name of ['orders', 'payments']) await broker.context.topics.create({ name, partitionCount: 1, configs: {} })
    await broker.allow('User:alice', ['DESCRIBE', 'TOPIC', 'orders'])
    const { topics } = await (await asAlice()).send(Metadata, 12, { topics: null, includeTopicAuthorizedOperations: true })
    expect(topics.map(({ name, topicAuthorizedOperations }) => [name, topicAuthorizedOperations])).toEqual([['orders', 1 << 8]])
  })

  it('of all groups and transactions', async () => {
    const client = await asAlice()
    expect(await client.send(ListGroups, 4, { statesFilter: [] })).toMatchObject({ errorCode: ErrorCode.NONE, groups: [] })
    expect(await client.send(ListTransactions, 0, { stateFilters: [], producerIdFilters: [] })).toMatchObject({ errorCode: ErrorCode.NONE, transactionStates: [] })
  })

  it('a topic is created by asking only by who may create it', async () => {
    await broker.allow('User:alice', ['DESCRIBE', 'TOPIC', 'orders'])
    const ask = async () => (await (await asAlice()).send(Metadata, 9, { topics: [{ name: 'orders' }], allowAutoTopicCreation: true })).topics[0]!.errorCode
    expect(await ask()).toBe(ErrorCode.TOPIC_AUTHORIZATION_FAILED)
    await broker.allow('User:alice', ['CREATE', 'TOPIC', 'orders'])
    expect(await ask()).toBe(ErrorCode.NONE)
  })

  it('an idempotent producer needs WRITE on any topic, or IDEMPOTENT_WRITE (KIP-679)', async () => {
    const [title, row] = rows.find(([name]) => name.startsWith('InitProducerId'))!
    await broker.allow('User:alice', ['WRITE', 'TOPIC', 'anything'])
    expect(await answered(title, row)).toBe('NONE')
  })
})
