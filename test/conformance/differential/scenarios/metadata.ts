// Metadata, DescribeCluster, FindCoordinator: who is there, and who leads what.
import { DeleteTopics } from '../../../../core/protocol/messages/delete-topics.ts'
import { DescribeCluster } from '../../../../core/protocol/messages/describe-cluster.ts'
import { DescribeTopicPartitions } from '../../../../core/protocol/messages/describe-topic-partitions.ts'
import { FindCoordinator } from '../../../../core/protocol/messages/find-coordinator.ts'
import { Metadata } from '../../../../core/protocol/messages/metadata.ts'
import { family } from '../scenario.ts'

const STRANGER = 'c3RyYW5nZXJzdHJhbmdlcg'

export const metadata = [
  ...family('metadata', {
    'metadata of a topic in every version': async (on) => {
      const client = await on.connect()
      await client.createTopic(on.named(), 2)
      for (let version = 0; version <= 13; version++) await client.send(Metadata, version, { topics: [{ name: on.named() }] })
      for (const version of [8, 10]) {
        await client.send(Metadata, version, { topics: [{ name: on.named() }], includeClusterAuthorizedOperations: true, includeTopicAuthorizedOperations: true }, { note: 'with authorized operations' })
      }
    },

    'metadata of no topics and of all': async (on) => {
      const client = await on.connect()
      await client.createTopic(on.named())
      const mine = { only: <T extends { topics: { name: string | null }[] }>(answer: T): T => ({ ...answer, topics: answer.topics.filter(({ name }) => name === on.named()) }) }
      await client.send(Metadata, 0, { topics: [] }, { note: 'an empty list', ...mine })
      for (const version of [1, 5, 12, 13]) {
        await client.send(Metadata, version, { topics: null }, { note: 'null', ...mine })
        await client.send(Metadata, version, { topics: [] }, { note: 'an empty list' })
      }
    },

    'metadata by topic id': async (on) => {
      const client = await on.connect()
      const topicId = await client.createTopic(on.named())
      for (const version of [10, 11, 12, 13]) await client.send(Metadata, version, { topics: [{ topicId, name: null }] }, { note: 'the id' }).catch(() => {})
      const again = await on.connect()
      for (const version of [12, 13]) {
        await again.send(Metadata, version, { topics: [{ topicId: STRANGER, name: null }] }, { note: 'an unknown id' })
        await again.send(Metadata, version, { topics: [{ topicId, name: null }, { topicId: STRANGER, name: null }] }, { note: 'both' })
      }
      await again.send(Metadata, 12, { topics: [{ topicId, name: on.named() }] }, { note: 'id and name' }).catch(() => {})
      const third = await on.connect()
      await third.send(Metadata, 12, { topics: [{ topicId: 'AAAAAAAAAAAAAAAAAAAAAA', name: null }] }, { note: 'neither' }).catch(() => {})
    },

    'metadata makes topics': async (on) => {
      const client = await on.connect()
      for (const version of [0, 3, 4, 9, 12]) {
        const request = { topics: [{ name: on.named(`v${version}`) }], allowAutoTopicCreation: true }
        await client.send(Metadata, version, request, { note: 'first' })
        await client.until(Metadata, version, request, ({ topics: [topic] }) => topic!.errorCode === 0, { note: 'in the end' })
      }
      await client.send(Metadata, 4, { topics: [{ name: on.named('unwanted') }], allowAutoTopicCreation: false }, { note: 'not when the client does not want it' })
      for (const name of ['a b', '', 'x'.repeat(250), '__transaction_state_2']) await client.send(Metadata, 9, { topics: [{ name }] }, { note: `name ${JSON.stringify(name.slice(0, 10))}`, only: (answer) => answer }).catch(() => {})
      const again = await on.connect()
      await again.send(Metadata, 9, { topics: [{ name: 'a b' }, { name: on.named('stranger') }], allowAutoTopicCreation: false }, { note: 'good and bad' })
      await again.send(Metadata, 9, { topics: [{ name: on.named('v9') }, { name: on.named('v9') }] }, { note: 'one name twice' })
    },

    'describe cluster': async (on) => {
      const client = await on.connect()
      await client.send(DescribeCluster, 0, { includeClusterAuthorizedOperations: false })
      await client.send(DescribeCluster, 0, { includeClusterAuthorizedOperations: true }, { note: 'with authorized operations' })
      await client.send(DescribeCluster, 1, { includeClusterAuthorizedOperations: false, endpointType: 1 }, { note: 'of the brokers' })
      await client.send(DescribeCluster, 1, { includeClusterAuthorizedOperations: false, endpointType: 2 }, { note: 'of the controllers' })
      await client.send(DescribeCluster, 1, { includeClusterAuthorizedOperations: false, endpointType: 9 }, { note: 'of nobody' })
      await client.send(DescribeCluster, 2, { includeClusterAuthorizedOperations: false, endpointType: 1, includeFencedBrokers: true }, { note: 'with fenced brokers' })
    },

    'find coordinator': async (on) => {
      const client = await on.connect()
      await client.send(FindCoordinator, 0, { key: on.named() })
      for (const version of [1, 2, 3]) for (const keyType of [0, 1, 2, 9]) await client.send(FindCoordinator, version, { key: on.named(), keyType }, { note: `key type ${keyType}` }).catch(() => {})
      const again = await on.connect()
      for (const version of [4, 5, 6]) for (const keyType of [0, 1]) await again.send(FindCoordinator, version, { keyType, coordinatorKeys: [on.named('a'), on.named('b')] }, { note: `key type ${keyType}` })
      await again.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [] }, { note: 'no keys' })
      await again.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [''] }, { note: 'an empty group id' })
      await again.send(FindCoordinator, 4, { keyType: 1, coordinatorKeys: [''] }, { note: 'an empty transactional id' })
      await again.send(FindCoordinator, 4, { keyType: 0, coordinatorKeys: [on.named(), on.named()] }, { note: 'one key twice' })
      for (const version of [5, 6]) await again.send(FindCoordinator, version, { keyType: 2, coordinatorKeys: [`${on.named()}:${STRANGER}:0`] }, { note: 'key type 2' }).catch(() => {})
      const third = await on.connect()
      await third.send(FindCoordinator, 6, { keyType: 9, coordinatorKeys: [on.named()] }, { note: 'key type 9' }).catch(() => {})
    },

    'describe topic partitions': async (on) => {
      const client = await on.connect()
      await client.createTopic(on.named('a'), 3)
      await client.createTopic(on.named('b'), 3)
      const both = [{ name: on.named('a') }, { name: on.named('b') }]
      await client.send(DescribeTopicPartitions, 0, { topics: both })
      await client.send(DescribeTopicPartitions, 0, { topics: both.toReversed() }, { note: 'asked in reverse' })
      await client.send(DescribeTopicPartitions, 0, { topics: both, responsePartitionLimit: 2 }, { note: 'two at a time' })
      await client.send(DescribeTopicPartitions, 0, { topics: both, responsePartitionLimit: 2, cursor: { topicName: on.named('a'), partitionIndex: 2 } }, { note: 'two at a time, from the cursor' })
      await client.send(DescribeTopicPartitions, 0, { topics: both, responsePartitionLimit: 3 }, { note: 'a whole topic at a time' })
      await client.send(DescribeTopicPartitions, 0, { topics: both, cursor: { topicName: on.named('aa'), partitionIndex: 0 } }, { note: 'from a cursor between topics' })
      await client.send(DescribeTopicPartitions, 0, { topics: both, cursor: { topicName: on.named('a'), partitionIndex: 7 } }, { note: 'from a cursor behind the partitions' })
      await client.send(DescribeTopicPartitions, 0, { topics: both, responsePartitionLimit: 0 }, { note: 'none at a time' })
      await client.send(DescribeTopicPartitions, 0, { topics: both, responsePartitionLimit: -1 }, { note: 'minus one at a time' })
      await client.send(DescribeTopicPartitions, 0, { topics: [{ name: on.named('stranger') }, { name: 'a b' }, both[0]!] }, { note: 'strangers' })
      await client.send(DescribeTopicPartitions, 0, { topics: [both[0]!, both[0]!] }, { note: 'one twice' })
      await client.send(DescribeTopicPartitions, 0, { topics: both, cursor: { topicName: on.named('a'), partitionIndex: -1 } }, { note: 'a negative cursor' }).catch(() => {})
      const again = await on.connect()
      await again.send(DescribeTopicPartitions, 0, { topics: [], responsePartitionLimit: 100 }, { note: 'all', only: (answer) => ({ ...answer, topics: answer.topics.filter(({ name }) => name?.startsWith(on.named()) === true), nextCursor: null }) })
    },
  }),

  ...family('no-auto-create', {
    'metadata makes no topics where the broker does not want it': async (on) => {
      const client = await on.connect()
      for (const version of [0, 3, 4, 9, 12]) await client.send(Metadata, version, { topics: [{ name: on.named() }], allowAutoTopicCreation: true })
      await client.send(Metadata, 9, { topics: [{ name: 'a b' }], allowAutoTopicCreation: true }, { note: 'an illegal name' })
    },

    'topics stay where the broker does not let them be deleted': async (on) => {
      const client = await on.connect()
      const topicId = await client.createTopic(on.named())
      for (const version of [1, 2, 3, 5]) await client.send(DeleteTopics, version, { topics: [], topicNames: [on.named(), on.named('stranger')], timeoutMs: 5_000 })
      await client.send(DeleteTopics, 6, { topics: [{ name: null, topicId }], topicNames: [], timeoutMs: 5_000 })
      await client.send(Metadata, 9, { topics: [{ name: on.named() }] }, { note: 'it is still there' })
    },
  }, 'no-auto-create'),
]
