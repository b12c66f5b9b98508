// Where the standard authorizer is on: access rules themselves, and what every API answers to somebody who may not.
import type { DecodedResponseOf, RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { AddOffsetsToTxn } from '../../../../core/protocol/messages/add-offsets-to-txn.ts'
import { AddPartitionsToTxn } from '../../../../core/protocol/messages/add-partitions-to-txn.ts'
import { AlterClientQuotas } from '../../../../core/protocol/messages/alter-client-quotas.ts'
import { AlterConfigs } from '../../../../core/protocol/messages/alter-configs.ts'
import { AlterPartitionReassignments } from '../../../../core/protocol/messages/alter-partition-reassignments.ts'
import { AlterReplicaLogDirs } from '../../../../core/protocol/messages/alter-replica-log-dirs.ts'
import { AlterUserScramCredentials } from '../../../../core/protocol/messages/alter-user-scram-credentials.ts'
import { ConsumerGroupDescribe } from '../../../../core/protocol/messages/consumer-group-describe.ts'
import { ConsumerGroupHeartbeat } from '../../../../core/protocol/messages/consumer-group-heartbeat.ts'
import { CreateAcls } from '../../../../core/protocol/messages/create-acls.ts'
import { CreatePartitions } from '../../../../core/protocol/messages/create-partitions.ts'
import { CreateTopics } from '../../../../core/protocol/messages/create-topics.ts'
import { DeleteAcls } from '../../../../core/protocol/messages/delete-acls.ts'
import { DeleteGroups } from '../../../../core/protocol/messages/delete-groups.ts'
import { DeleteRecords } from '../../../../core/protocol/messages/delete-records.ts'
import { DeleteTopics } from '../../../../core/protocol/messages/delete-topics.ts'
import { DescribeAcls } from '../../../../core/protocol/messages/describe-acls.ts'
import { DescribeClientQuotas } from '../../../../core/protocol/messages/describe-client-quotas.ts'
import { DescribeCluster } from '../../../../core/protocol/messages/describe-cluster.ts'
import { DescribeConfigs } from '../../../../core/protocol/messages/describe-configs.ts'
import { DescribeGroups } from '../../../../core/protocol/messages/describe-groups.ts'
import { DescribeLogDirs } from '../../../../core/protocol/messages/describe-log-dirs.ts'
import { DescribeProducers } from '../../../../core/protocol/messages/describe-producers.ts'
import { DescribeQuorum } from '../../../../core/protocol/messages/describe-quorum.ts'
import { DescribeTopicPartitions } from '../../../../core/protocol/messages/describe-topic-partitions.ts'
import { DescribeTransactions } from '../../../../core/protocol/messages/describe-transactions.ts'
import { DescribeUserScramCredentials } from '../../../../core/protocol/messages/describe-user-scram-credentials.ts'
import { ElectLeaders } from '../../../../core/protocol/messages/elect-leaders.ts'
import { EndTxn } from '../../../../core/protocol/messages/end-txn.ts'
import { FindCoordinator } from '../../../../core/protocol/messages/find-coordinator.ts'
import { Heartbeat } from '../../../../core/protocol/messages/heartbeat.ts'
import { IncrementalAlterConfigs } from '../../../../core/protocol/messages/incremental-alter-configs.ts'
import { InitProducerId } from '../../../../core/protocol/messages/init-producer-id.ts'
import { JoinGroup } from '../../../../core/protocol/messages/join-group.ts'
import { LeaveGroup } from '../../../../core/protocol/messages/leave-group.ts'
import { ListConfigResources } from '../../../../core/protocol/messages/list-config-resources.ts'
import { ListGroups } from '../../../../core/protocol/messages/list-groups.ts'
import { ListPartitionReassignments } from '../../../../core/protocol/messages/list-partition-reassignments.ts'
import { ListTransactions } from '../../../../core/protocol/messages/list-transactions.ts'
import { Metadata } from '../../../../core/protocol/messages/metadata.ts'
import { OffsetCommit } from '../../../../core/protocol/messages/offset-commit.ts'
import { OffsetDelete } from '../../../../core/protocol/messages/offset-delete.ts'
import { OffsetFetch } from '../../../../core/protocol/messages/offset-fetch.ts'
import { OffsetForLeaderEpoch } from '../../../../core/protocol/messages/offset-for-leader-epoch.ts'
import { SyncGroup } from '../../../../core/protocol/messages/sync-group.ts'
import { TxnOffsetCommit } from '../../../../core/protocol/messages/txn-offset-commit.ts'
import { UpdateFeatures } from '../../../../core/protocol/messages/update-features.ts'
import { WriteTxnMarkers } from '../../../../core/protocol/messages/write-txn-markers.ts'
import type { Connection, ScenarioRun } from '../scenario-run.ts'
import { family } from '../scenario.ts'
import { batch, fetch, listOffset, produce, record } from './records.ts'
import { subscription } from './subscription.ts'

type Binding = RequestInputOf<typeof CreateAcls>['creations'][number]
type Filter = RequestInputOf<typeof DescribeAcls>

const [ANY_TYPE, TOPIC, GROUP, CLUSTER, TRANSACTIONAL_ID] = [1, 2, 3, 4, 5] as const
const [ANY_PATTERN, MATCH, LITERAL, PREFIXED] = [1, 2, 3, 4] as const
const [ANY, ALL, READ, WRITE, CREATE, DELETE, ALTER, DESCRIBE] = [1, 2, 3, 4, 5, 6, 7, 8] as const
const [DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE] = [10, 11, 12] as const
const [DENY, ALLOW] = [2, 3] as const

const binding = (resourceType: number, resourceName: string, operation: number, further: Partial<Binding> = {}): Binding => ({ resourceType, resourceName, resourcePatternType: LITERAL, principal: 'User:ANONYMOUS', host: '*', operation, permissionType: DENY, ...further })

const anything: Filter = { resourceTypeFilter: ANY_TYPE, resourceNameFilter: null, patternTypeFilter: ANY_PATTERN, principalFilter: null, hostFilter: null, operation: ANY, permissionType: ANY }

/** Made, and known to the broker that answers. */
async function deny(on: ScenarioRun, client: Connection, ...bindings: readonly Binding[]): Promise<void> {
  await client.send(CreateAcls, 3, { creations: [...bindings] }, { isUnrecorded: true })
  const names = new Set(bindings.map(({ resourceName }) => resourceName))
  const isThere = ({ resources }: DecodedResponseOf<typeof DescribeAcls>): boolean => [...names].every((name) => resources.some(({ resourceName }) => resourceName === name))
  await client.until(DescribeAcls, 3, anything, isThere, { isUnrecorded: true })
  await on.heard()
}

export const authorization = family('authorization', {
  'access rules, made, listed and removed': async (on) => {
    const client = await on.connect()
    const ask = async (note: string, filter: Partial<Filter>, version = 3): Promise<unknown> => client.send(DescribeAcls, version, { ...anything, ...filter }, { note })
    const alice = { principal: 'User:alice', permissionType: ALLOW }
    const [orders, order] = [on.named('orders'), on.named('ord')]
    await client.send(CreateAcls, 1, { creations: [binding(TOPIC, orders, READ, alice)] })
    for (const version of [2, 3]) await client.send(CreateAcls, version, { creations: [binding(TOPIC, orders, READ, alice), binding(TOPIC, order, WRITE, { ...alice, resourcePatternType: PREFIXED })] })
    await client.until(DescribeAcls, 3, { ...anything, principalFilter: 'User:alice' }, ({ resources }) => resources.length === 2, { note: 'of alice' })
    for (const version of [1, 2, 3]) await ask('by name', { resourceTypeFilter: TOPIC, resourceNameFilter: orders, patternTypeFilter: LITERAL }, version)
    await ask('that match a name', { resourceTypeFilter: TOPIC, resourceNameFilter: orders, patternTypeFilter: MATCH })
    await ask('prefixed', { resourceTypeFilter: TOPIC, resourceNameFilter: order, patternTypeFilter: PREFIXED })
    await ask('of any pattern', { resourceTypeFilter: TOPIC, resourceNameFilter: order })
    await ask('of an operation', { principalFilter: 'User:alice', operation: WRITE })
    await ask('of a permission', { principalFilter: 'User:alice', permissionType: DENY })
    await ask('of a host', { principalFilter: 'User:alice', hostFilter: '10.0.0.1' })
    await ask('of a stranger', { principalFilter: 'User:nobody' })
    await ask('of groups', { principalFilter: 'User:alice', resourceTypeFilter: GROUP })
    const remove = async (note: string, version: number, filter: Partial<Filter>): Promise<unknown> => {
      const { patternTypeFilter = ANY_PATTERN, ...asked } = { ...anything, ...filter }
      return client.send(DeleteAcls, version, { filters: [{ ...asked, patternTypeFilter }] }, { note })
    }
    await remove('of a stranger', 3, { principalFilter: 'User:nobody' })
    await remove('by name', 1, { resourceTypeFilter: TOPIC, resourceNameFilter: orders, patternTypeFilter: LITERAL })
    await remove('of alice', 3, { principalFilter: 'User:alice' })
    await client.until(DescribeAcls, 3, { ...anything, principalFilter: 'User:alice' }, ({ resources }) => resources.length === 0, { note: 'in the end' })
  },

  'access rules that are not right': async (on) => {
    const client = await on.connect()
    const cases: [string, Binding][] = [
      ['an empty name', binding(TOPIC, '', READ)],
      ['an unknown kind of resource', binding(0, 'x', READ)],
      ['any kind of resource', binding(ANY_TYPE, 'x', READ)],
      ['a kind from the future', binding(99, 'x', READ)],
      ['an unknown operation', binding(TOPIC, 'x', 0)],
      ['any operation', binding(TOPIC, 'x', ANY)],
      ['an operation from the future', binding(TOPIC, 'x', 99)],
      ['an unknown permission', binding(TOPIC, 'x', READ, { permissionType: 0 })],
      ['any permission', binding(TOPIC, 'x', READ, { permissionType: 1 })],
      ['any pattern', binding(TOPIC, 'x', READ, { resourcePatternType: ANY_PATTERN })],
      ['a pattern that matches', binding(TOPIC, 'x', READ, { resourcePatternType: MATCH })],
      ['no principal', binding(TOPIC, 'x', READ, { principal: '' })],
      ['a principal without a kind', binding(TOPIC, 'x', READ, { principal: 'alice' })],
      ['no host', binding(TOPIC, 'x', READ, { host: '' })],
      ['a cluster of another name', binding(CLUSTER, 'another', DESCRIBE)],
      ['an operation that topics do not have', binding(TOPIC, 'x', IDEMPOTENT_WRITE)],
    ]
    for (const [note, one] of cases) {
      const mine = await on.connect()
      await mine.send(CreateAcls, 3, { creations: [one] }, { note }).catch(() => {})
    }
    for (const [note, filter] of [['an unknown kind of resource', { resourceTypeFilter: 0 }], ['an unknown pattern', { patternTypeFilter: 0 }], ['an unknown operation', { operation: 0 }], ['an unknown permission', { permissionType: 0 }]] as const) {
      const mine = await on.connect()
      await mine.send(DescribeAcls, 3, { ...anything, ...filter }, { note }).catch(() => {})
      await mine.send(DeleteAcls, 3, { filters: [{ ...anything, patternTypeFilter: ANY_PATTERN, ...filter }] }, { note }).catch(() => {})
    }
    await client.send(DescribeAcls, 1, { ...anything, patternTypeFilter: PREFIXED }, { note: 'a prefix before version 2' })
  },

  'topics that are hidden': async (on) => {
    const client = await on.connect()
    const topic = on.named()
    const topicId = await client.createTopic(topic, 1)
    await produce(client, topic, batch(2), { isUnrecorded: true })
    await deny(on, client, binding(TOPIC, topic, ALL), binding(TOPIC, on.named('new'), ALL))
    for (const version of [0, 5, 12]) await client.send(Metadata, version, { topics: [{ name: topic }, { name: on.named('new') }] }, { note: 'by name' })
    await client.send(Metadata, 12, { topics: [{ topicId, name: null }] }, { note: 'by id' })
    await client.send(Metadata, 12, { topics: null }, { note: 'all', only: (answer) => ({ ...answer, topics: answer.topics.filter(({ name }) => name?.startsWith(topic) === true) }) })
    await client.send(DescribeTopicPartitions, 0, { topics: [{ name: topic }, { name: on.named('new') }] })
    for (const version of [8, 13]) await produce(client, topic, record('x'), { version, topicId })
    for (const version of [4, 11, 13]) await fetch(client, topic, 0, { version, topicId })
    await listOffset(client, topic, -1)
    await client.send(OffsetForLeaderEpoch, 4, { replicaId: -1, topics: [{ topic, partitions: [{ partition: 0, leaderEpoch: 0 }] }] })
    await client.send(DeleteRecords, 2, { topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: 1 }] }], timeoutMs: 5_000 })
    await client.send(CreatePartitions, 3, { topics: [{ name: topic, count: 3, assignments: null }], timeoutMs: 5_000, validateOnly: false })
    await client.send(DeleteTopics, 5, { topics: [], topicNames: [topic, on.named('new')], timeoutMs: 5_000 })
    for (const one of [{ name: null, topicId }, { name: topic, topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }]) await client.send(DeleteTopics, 6, { topics: [one], topicNames: [], timeoutMs: 5_000 }, { note: one.name === null ? 'by id' : 'by name' })
    await client.send(DescribeConfigs, 4, { resources: [{ resourceType: 2, resourceName: topic, configurationKeys: null }] })
    await client.send(IncrementalAlterConfigs, 1, { resources: [{ resourceType: 2, resourceName: topic, configs: [{ name: 'retention.ms', configOperation: 0, value: '5' }] }], validateOnly: false })
    await client.send(AlterConfigs, 2, { resources: [{ resourceType: 2, resourceName: topic, configs: [] }], validateOnly: false })
    await client.send(DescribeProducers, 0, { topics: [{ name: topic, partitionIndexes: [0] }] })
    await client.send(OffsetCommit, 7, { groupId: on.named(), memberId: '', topics: [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }] })
    for (const version of [7, 9]) await client.send(OffsetFetch, version, { groupId: on.named(), topics: [{ name: topic, partitionIndexes: [0] }], groups: [{ groupId: on.named(), topics: [{ name: topic, partitionIndexes: [0] }] }] })
    await client.send(OffsetDelete, 0, { groupId: on.named(), topics: [{ name: topic, partitions: [{ partitionIndex: 0 }] }] })
    await client.send(ConsumerGroupHeartbeat, 1, { groupId: on.named('consumers'), memberId: 'm', memberEpoch: 0, rebalanceTimeoutMs: 5_000, subscribedTopicNames: [topic], topicPartitions: [] })
    await client.send(CreateTopics, 5, { topics: [{ name: on.named('new'), numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }] }, { note: 'one that may be made by who may make any', only: (answer) => ({ ...answer, topics: answer.topics.map((one) => ({ ...one, configs: [] })) }) })
  },

  'topics that may be seen and no more': async (on) => {
    const client = await on.connect()
    const topic = on.named()
    const topicId = await client.createTopic(topic, 1)
    await deny(on, client, ...[READ, WRITE, DELETE, ALTER, DESCRIBE_CONFIGS, ALTER_CONFIGS].map((operation) => binding(TOPIC, topic, operation)))
    await client.send(Metadata, 12, { topics: [{ name: topic }], includeTopicAuthorizedOperations: true })
    for (const version of [8, 13]) await produce(client, topic, record('x'), { version, topicId })
    for (const version of [11, 13]) await fetch(client, topic, 0, { version, topicId })
    await listOffset(client, topic, -1)
    await client.send(DeleteRecords, 2, { topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset: 0 }] }], timeoutMs: 5_000 })
    await client.send(CreatePartitions, 3, { topics: [{ name: topic, count: 3, assignments: null }], timeoutMs: 5_000, validateOnly: false })
    await client.send(DeleteTopics, 5, { topics: [], topicNames: [topic], timeoutMs: 5_000 })
    await client.send(DeleteTopics, 6, { topics: [{ name: null, topicId }], topicNames: [], timeoutMs: 5_000 })
    await client.send(DescribeConfigs, 4, { resources: [{ resourceType: 2, resourceName: topic, configurationKeys: null }] })
    await client.send(IncrementalAlterConfigs, 1, { resources: [{ resourceType: 2, resourceName: topic, configs: [{ name: 'retention.ms', configOperation: 0, value: '5' }] }], validateOnly: false })
    await client.send(DescribeProducers, 0, { topics: [{ name: topic, partitionIndexes: [0] }] })
    await client.send(OffsetCommit, 7, { groupId: on.named(), memberId: '', topics: [{ name: topic, partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }] })
    await client.send(OffsetFetch, 7, { groupId: on.named(), topics: [{ name: topic, partitionIndexes: [0] }], groups: [] })
    await client.send(DescribeLogDirs, 4, { topics: [{ topic, partitions: [0] }] })
  },

  'groups that are somebody else’s': async (on) => {
    const client = await on.connect()
    const group = on.named()
    await client.createTopic(on.named())
    await deny(on, client, binding(GROUP, group, ALL))
    const topics = [{ name: on.named(), partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }]
    await client.send(FindCoordinator, 0, { key: group })
    await client.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [group, on.named('mine')] })
    await client.send(JoinGroup, 5, { groupId: group, sessionTimeoutMs: 10_000, rebalanceTimeoutMs: 10_000, memberId: '', protocolType: 'consumer', protocols: [{ name: 'range', metadata: subscription('x') }] })
    await client.send(SyncGroup, 3, { groupId: group, generationId: 1, memberId: 'm', assignments: [] })
    await client.send(Heartbeat, 3, { groupId: group, generationId: 1, memberId: 'm' })
    for (const version of [2, 4]) await client.send(LeaveGroup, version, { groupId: group, memberId: 'm', members: [{ memberId: 'm' }] })
    for (const version of [2, 8]) await client.send(OffsetCommit, version, { groupId: group, memberId: '', topics })
    for (const version of [1, 7, 9]) await client.send(OffsetFetch, version, { groupId: group, topics: [{ name: on.named(), partitionIndexes: [0] }], groups: [{ groupId: group, topics: null }, { groupId: on.named('mine'), topics: null }] })
    for (const version of [4, 6]) await client.send(DescribeGroups, version, { groups: [group, on.named('mine')], includeAuthorizedOperations: true })
    await client.send(DeleteGroups, 2, { groupsNames: [group, on.named('mine')] })
    await client.send(OffsetDelete, 0, { groupId: group, topics: [{ name: on.named(), partitions: [{ partitionIndex: 0 }] }] })
    await client.send(ConsumerGroupHeartbeat, 1, { groupId: group, memberId: 'm', memberEpoch: 0, rebalanceTimeoutMs: 5_000, subscribedTopicNames: [on.named()], topicPartitions: [] })
    await client.send(ConsumerGroupDescribe, 1, { groupIds: [group, on.named('mine')], includeAuthorizedOperations: true })
    const { producerId, producerEpoch } = await client.send(InitProducerId, 4, { transactionalId: on.named(), transactionTimeoutMs: 60_000 }, { isUnrecorded: true })
    const producer = { transactionalId: on.named(), producerId, producerEpoch, groupId: group }
    await client.send(AddOffsetsToTxn, 3, producer)
    await client.send(TxnOffsetCommit, 3, { ...producer, topics })
    await client.send(DescribeConfigs, 4, { resources: [{ resourceType: 32, resourceName: group, configurationKeys: null }] })
    await client.send(IncrementalAlterConfigs, 1, { resources: [{ resourceType: 32, resourceName: group, configs: [{ name: 'consumer.session.timeout.ms', configOperation: 0, value: '50000' }] }], validateOnly: false })
  },

  'transactional ids that are somebody else’s': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const id = on.named()
    const { producerId, producerEpoch } = await client.send(InitProducerId, 4, { transactionalId: id, transactionTimeoutMs: 60_000 }, { isUnrecorded: true })
    await deny(on, client, binding(TRANSACTIONAL_ID, id, ALL))
    const topicsToAdd = [{ name: on.named(), partitions: [0] }]
    const producer = { transactionalId: id, producerId, producerEpoch }
    await client.send(FindCoordinator, 4, { keyType: 1, coordinatorKeys: [id] })
    for (const version of [1, 4]) await client.send(InitProducerId, version, { transactionalId: id, transactionTimeoutMs: 60_000 })
    await client.send(AddPartitionsToTxn, 3, { v3AndBelowTransactionalId: id, v3AndBelowProducerId: producerId, v3AndBelowProducerEpoch: producerEpoch, v3AndBelowTopics: topicsToAdd })
    await client.send(AddPartitionsToTxn, 4, { transactions: [{ ...producer, topics: topicsToAdd }] })
    await client.send(AddOffsetsToTxn, 3, { ...producer, groupId: on.named() })
    await client.send(TxnOffsetCommit, 3, { ...producer, groupId: on.named(), topics: [{ name: on.named(), partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }] })
    for (const version of [3, 5]) await client.send(EndTxn, version, { ...producer, committed: true })
    for (const version of [9, 12]) await produce(client, on.named(), batch(1, { producerId, producerEpoch, baseSequence: 0, transactional: true }), { version, transactionalId: id })
    await client.send(DescribeTransactions, 0, { transactionalIds: [id] })
    await client.send(ListTransactions, 2, { stateFilters: [], producerIdFilters: [] }, { only: (answer) => ({ ...answer, transactionStates: answer.transactionStates.filter(({ transactionalId }) => transactionalId === id) }) })
  },

  'topics of a transaction that may not be written': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named('mine'))
    await client.createTopic(on.named('not-mine'))
    await deny(on, client, binding(TOPIC, on.named('not-mine'), WRITE))
    const { producerId, producerEpoch } = await client.send(InitProducerId, 4, { transactionalId: on.named(), transactionTimeoutMs: 60_000 }, { isUnrecorded: true })
    const topicsToAdd = [{ name: on.named('mine'), partitions: [0] }, { name: on.named('not-mine'), partitions: [0] }]
    await client.send(AddPartitionsToTxn, 3, { v3AndBelowTransactionalId: on.named(), v3AndBelowProducerId: producerId, v3AndBelowProducerEpoch: producerEpoch, v3AndBelowTopics: topicsToAdd })
    await client.send(AddPartitionsToTxn, 4, { transactions: [{ transactionalId: on.named(), producerId, producerEpoch, topics: topicsToAdd }] })
  },

  'rules by prefix, for everybody and by address': async (on) => {
    const client = await on.connect()
    for (const name of ['a', 'b', 'c', 'd']) await client.createTopic(on.named(`${name}-topic`))
    await deny(
      on, client,
      binding(TOPIC, on.named('a-'), WRITE, { resourcePatternType: PREFIXED }),
      binding(TOPIC, on.named('b-topic'), WRITE, { principal: 'User:*' }),
      binding(TOPIC, on.named('c-topic'), WRITE, { host: '10.9.8.7' }),
      binding(TOPIC, on.named('d-topic'), READ, { permissionType: ALLOW, principal: 'User:alice' }),
    )
    for (const name of ['a', 'b', 'c', 'd']) await produce(client, on.named(`${name}-topic`), record('x'), { note: name })
  },

  // The last one: from then on nobody may change the rules.
  'what is of the whole cluster': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    const denied = [CREATE, ALTER, DESCRIBE, DESCRIBE_CONFIGS, ALTER_CONFIGS, IDEMPOTENT_WRITE].map((operation) => binding(CLUSTER, 'kafka-cluster', operation))
    await deny(on, client, binding(CLUSTER, 'kafka-cluster', ALL, { permissionType: ALLOW, principal: 'User:*' }), binding(TOPIC, on.named('new'), CREATE))
    await client.send(CreateAcls, 3, { creations: denied }, { isUnrecorded: true })
    await client.until(DescribeAcls, 3, anything, ({ errorCode }) => errorCode !== 0, { note: 'once it is so' })
    await on.heard()
    await client.send(CreateAcls, 3, { creations: [binding(TOPIC, 'x', READ)] })
    await client.send(DeleteAcls, 3, { filters: [anything as never] })
    await client.send(InitProducerId, 4, { transactionalId: null, transactionTimeoutMs: 60_000 }, { note: 'who may write somewhere' })
    for (const version of [0, 2]) await client.send(DescribeCluster, version, { includeClusterAuthorizedOperations: true, includeFencedBrokers: false })
    await client.send(Metadata, 9, { topics: [{ name: on.named() }], includeClusterAuthorizedOperations: true, includeTopicAuthorizedOperations: true })
    await client.send(Metadata, 9, { topics: [{ name: on.named('new') }], allowAutoTopicCreation: true }, { note: 'of a topic that may not be made' })
    await client.send(CreateTopics, 5, { topics: [{ name: on.named('new'), numPartitions: 1, replicationFactor: 1, assignments: [], configs: [] }] })
    await client.send(ListGroups, 4, {}, { only: (answer) => ({ ...answer, groups: [] }) })
    await client.send(DescribeConfigs, 4, { resources: [{ resourceType: 4, resourceName: '1', configurationKeys: ['num.partitions'] }, { resourceType: 8, resourceName: '1', configurationKeys: [] }, { resourceType: 16, resourceName: 'x', configurationKeys: [] }] })
    await client.send(IncrementalAlterConfigs, 1, { resources: [{ resourceType: 4, resourceName: '1', configs: [{ name: 'log.retention.ms', configOperation: 0, value: '5' }] }, { resourceType: 16, resourceName: 'x', configs: [] }], validateOnly: true })
    await client.send(AlterConfigs, 2, { resources: [{ resourceType: 4, resourceName: '1', configs: [] }], validateOnly: true })
    await client.send(ListConfigResources, 1, { resourceTypes: [16] })
    await client.send(DescribeLogDirs, 4, { topics: [{ topic: on.named(), partitions: [0] }] })
    await client.send(AlterReplicaLogDirs, 2, { dirs: [{ path: '/x', topics: [{ name: on.named(), partitions: [0] }] }] })
    await client.send(ElectLeaders, 2, { electionType: 0, topicPartitions: [{ topic: on.named(), partitions: [0] }], timeoutMs: 5_000 })
    await client.send(AlterPartitionReassignments, 0, { topics: [{ name: on.named(), partitions: [{ partitionIndex: 0, replicas: [1] }] }] })
    await client.send(ListPartitionReassignments, 0, { topics: null })
    await client.send(DescribeClientQuotas, 1, { components: [], strict: false })
    await client.send(AlterClientQuotas, 1, { entries: [{ entity: [{ entityType: 'user', entityName: 'u' }], ops: [{ key: 'producer_byte_rate', value: 5, remove: false }] }], validateOnly: false })
    await client.send(DescribeUserScramCredentials, 0, { users: [{ name: 'u' }] })
    await client.send(AlterUserScramCredentials, 0, { deletions: [{ name: 'u', mechanism: 1 }], upsertions: [] })
    await client.send(DescribeQuorum, 2, { topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }] })
    await client.send(UpdateFeatures, 2, { featureUpdates: [{ feature: 'group.version', maxVersionLevel: 1, upgradeType: 1, allowDowngrade: false }] })
    await client.send(WriteTxnMarkers, 1, { markers: [{ producerId: 77, producerEpoch: 0, transactionResult: false, coordinatorEpoch: 0, topics: [{ name: on.named('stranger'), partitionIndexes: [0] }] }] }, { note: 'who may act as the cluster' })
  },
}, 'authorizer')
