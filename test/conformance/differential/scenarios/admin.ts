// What administrators ask: log folders, reassignments, elections, the quorum, quotas, ACLs and logins where nothing is secured.
import type { DecodedResponseOf, RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { AlterClientQuotas } from '../../../../core/protocol/messages/alter-client-quotas.ts'
import { AlterPartitionReassignments } from '../../../../core/protocol/messages/alter-partition-reassignments.ts'
import { AlterReplicaLogDirs } from '../../../../core/protocol/messages/alter-replica-log-dirs.ts'
import { AlterUserScramCredentials } from '../../../../core/protocol/messages/alter-user-scram-credentials.ts'
import { CreateAcls } from '../../../../core/protocol/messages/create-acls.ts'
import { CreateTopics } from '../../../../core/protocol/messages/create-topics.ts'
import { DeleteAcls } from '../../../../core/protocol/messages/delete-acls.ts'
import { DescribeAcls } from '../../../../core/protocol/messages/describe-acls.ts'
import { DescribeClientQuotas } from '../../../../core/protocol/messages/describe-client-quotas.ts'
import { DescribeLogDirs } from '../../../../core/protocol/messages/describe-log-dirs.ts'
import { DescribeQuorum } from '../../../../core/protocol/messages/describe-quorum.ts'
import { DescribeUserScramCredentials } from '../../../../core/protocol/messages/describe-user-scram-credentials.ts'
import { ElectLeaders } from '../../../../core/protocol/messages/elect-leaders.ts'
import { ListPartitionReassignments } from '../../../../core/protocol/messages/list-partition-reassignments.ts'
import { SaslAuthenticate } from '../../../../core/protocol/messages/sasl-authenticate.ts'
import { SaslHandshake } from '../../../../core/protocol/messages/sasl-handshake.ts'
import type { Connection } from '../scenario-run.ts'
import { family } from '../scenario.ts'
import { batch, fetch, produce, record } from './records.ts'

export const admin = family('admin', {
  'describe log dirs': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 2)
    await produce(client, on.named(), batch(3), { isUnrecorded: true })
    for (let version = 1; version <= 5; version++) await client.send(DescribeLogDirs, version, { topics: [{ topic: on.named(), partitions: [0, 1] }] })
    await client.send(DescribeLogDirs, 4, { topics: [{ topic: on.named(), partitions: [1, 7] }] }, { note: 'some partitions' })
    await client.send(DescribeLogDirs, 4, { topics: [{ topic: on.named('stranger'), partitions: [0] }] }, { note: 'an unknown topic' })
    await client.send(DescribeLogDirs, 4, { topics: [] }, { note: 'no topics' })
    await client.send(DescribeLogDirs, 4, { topics: null }, { note: 'all', only: (answer) => ({ ...answer, results: answer.results.map((one) => ({ ...one, topics: one.topics.filter(({ name }) => name === on.named()).map((topic) => ({ ...topic, partitions: topic.partitions.toSorted((a, b) => a.partitionIndex - b.partitionIndex) })) })) }) })
  },

  'alter replica log dirs': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    for (const version of [1, 2]) {
      await client.send(AlterReplicaLogDirs, version, { dirs: [{ path: '/no/such/folder', topics: [{ name: on.named(), partitions: [0] }] }] }, { note: 'an unknown folder' })
      await client.send(AlterReplicaLogDirs, version, { dirs: [{ path: 'relative', topics: [{ name: on.named(), partitions: [0] }] }] }, { note: 'a relative folder' })
      await client.send(AlterReplicaLogDirs, version, { dirs: [{ path: '/no/such/folder', topics: [{ name: on.named('stranger'), partitions: [0] }] }] }, { note: 'an unknown topic' })
      await client.send(AlterReplicaLogDirs, version, { dirs: [] }, { note: 'nothing' })
    }
  },

  'reassignments': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 2)
    const move = async (note: string, replicas: number[] | null, { version = 1, name = on.named(), partitionIndex = 0, allowReplicationFactorChange = true } = {}): Promise<unknown> =>
      client.send(AlterPartitionReassignments, version, { timeoutMs: 5_000, allowReplicationFactorChange, topics: [{ name, partitions: [{ partitionIndex, replicas }] }] }, { note })
    for (const version of [0, 1]) {
      await move('to where it is', [1], { version })
      await move('cancelled, though there is none', null, { version })
      await move('to a stranger', [9], { version })
      await move('to nobody', [], { version })
      await move('to one twice', [1, 1], { version })
      await move('of an unknown topic', [1], { version, name: on.named('stranger') })
      await move('of an unknown partition', [1], { version, partitionIndex: 7 })
      await move('to a negative broker', [-1], { version })
    }
    await move('to two, where the number must stay', [1, 2], { allowReplicationFactorChange: false })
    await client.send(AlterPartitionReassignments, 1, { topics: [] }, { note: 'nothing' })
    await client.send(ListPartitionReassignments, 0, { topics: null }, { note: 'all' })
    await client.send(ListPartitionReassignments, 0, { topics: [{ name: on.named(), partitionIndexes: [0, 1] }, { name: on.named('stranger'), partitionIndexes: [0] }] }, { note: 'some' })
    await client.send(ListPartitionReassignments, 0, { topics: [] }, { note: 'none' })
  },

  'elections': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 2)
    for (const version of [0, 1, 2]) {
      for (const electionType of version === 0 ? [0] : [0, 1]) {
        await client.send(ElectLeaders, version, { electionType, topicPartitions: [{ topic: on.named(), partitions: [0, 1] }], timeoutMs: 5_000 }, { note: `type ${electionType}` })
        await client.send(ElectLeaders, version, { electionType, topicPartitions: [{ topic: on.named(), partitions: [9] }, { topic: on.named('stranger'), partitions: [0] }], timeoutMs: 5_000 }, { note: `type ${electionType}, of strangers` })
      }
      await client.send(ElectLeaders, version, { electionType: 0, topicPartitions: [], timeoutMs: 5_000 }, { note: 'nothing' })
      await client.send(ElectLeaders, version, { electionType: 0, topicPartitions: null, timeoutMs: 5_000 }, { note: 'all', only: (answer) => ({ ...answer, replicaElectionResults: answer.replicaElectionResults.filter(({ topic }) => topic === on.named()) }) })
    }
    await client.send(ElectLeaders, 2, { electionType: 7, topicPartitions: [{ topic: on.named(), partitions: [0] }], timeoutMs: 5_000 }, { note: 'type 7' }).catch(() => {})
  },

  'describe quorum': async (on) => {
    const client = await on.connect()
    for (const version of [0, 1, 2]) await client.send(DescribeQuorum, version, { topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }] })
    await client.send(DescribeQuorum, 2, { topics: [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 1 }] }] }, { note: 'another partition' })
    await client.send(DescribeQuorum, 2, { topics: [{ topicName: on.named(), partitions: [{ partitionIndex: 0 }] }] }, { note: 'another topic' })
    await client.send(DescribeQuorum, 2, { topics: [] }, { note: 'nothing' })
  },

  'acls where there is no authorizer': async (on) => {
    const client = await on.connect()
    const filter = { resourceNameFilter: null, principalFilter: null, hostFilter: null, operation: 1, permissionType: 1 }
    const binding = { resourceType: 2, resourceName: on.named(), principal: 'User:alice', host: '*', operation: 3, permissionType: 3 }
    for (const version of [1, 2, 3]) {
      await client.send(DescribeAcls, version, { ...filter, resourceTypeFilter: 1 })
      await client.send(CreateAcls, version, { creations: [binding, binding] })
      await client.send(DeleteAcls, version, { filters: [{ ...filter, resourceTypeFilter: 1 }] })
      await client.send(CreateAcls, version, { creations: [] }, { note: 'none' })
      await client.send(DeleteAcls, version, { filters: [] }, { note: 'none' })
    }
  },

  'signing in where nobody has to': async (on) => {
    for (const version of [0, 1]) {
      const client = await on.connect()
      await client.send(SaslHandshake, version, { mechanism: 'PLAIN' }).catch(() => {})
      await client.lives('afterwards')
    }
    const client = await on.connect()
    await client.send(SaslAuthenticate, 2, { authBytes: Buffer.from('\0alice\0secret') }).catch(() => {})
    await client.lives('afterwards')
  },

  'SCRAM credentials': async (on) => {
    const client = await on.connect()
    const upsert = async (note: string, further: Partial<{ name: string; mechanism: number; iterations: number; salt: Buffer; saltedPassword: Buffer }> = {}): Promise<unknown> =>
      client.send(AlterUserScramCredentials, 0, { deletions: [], upsertions: [{ name: on.named(), mechanism: 1, iterations: 4_096, salt: Buffer.from('salt'), saltedPassword: Buffer.alloc(32, 7), ...further }] }, { note })
    const remove = async (note: string, name: string, mechanism: number): Promise<unknown> => client.send(AlterUserScramCredentials, 0, { deletions: [{ name, mechanism }], upsertions: [] }, { note })
    const ask = async (note: string, users: string[]): Promise<unknown> => client.send(DescribeUserScramCredentials, 0, { users: users.map((name) => ({ name })) }, { note })
    await ask('of a stranger', [on.named('stranger')])
    await remove('of a stranger', on.named('stranger'), 1)
    await upsert('SCRAM-SHA-256')
    await upsert('SCRAM-SHA-512', { mechanism: 2, iterations: 5_000, saltedPassword: Buffer.alloc(64, 7) })
    await client.until(DescribeUserScramCredentials, 0, { users: [{ name: on.named() }] }, ({ results }) => results[0]!.credentialInfos.length === 2, { note: 'both' })
    await ask('one name twice', [on.named(), on.named()])
    await ask('an empty name', [''])
    await upsert('too few iterations', { iterations: 100 })
    await upsert('too many iterations', { iterations: 20_000 })
    await upsert('an unknown mechanism', { mechanism: 9 })
    await upsert('mechanism 0', { mechanism: 0 })
    await upsert('an empty name', { name: '' })
    await upsert('no salt', { salt: Buffer.alloc(0) })
    await upsert('no password', { saltedPassword: Buffer.alloc(0) })
    await client.send(AlterUserScramCredentials, 0, { deletions: [{ name: on.named(), mechanism: 1 }], upsertions: [{ name: on.named(), mechanism: 1, iterations: 4_096, salt: Buffer.from('s'), saltedPassword: Buffer.alloc(32) }] }, { note: 'removed and set at once' })
    await remove('SCRAM-SHA-256', on.named(), 1)
    await remove('SCRAM-SHA-512', on.named(), 2)
    await remove('an unknown mechanism', on.named(), 9)
    await client.send(AlterUserScramCredentials, 0, { deletions: [], upsertions: [] }, { note: 'nothing' })
    await client.until(DescribeUserScramCredentials, 0, { users: [{ name: on.named() }] }, ({ results }) => results[0]!.errorCode !== 0, { note: 'gone' })
  },
})

type Entity = readonly (readonly [entityType: string, entityName: string | null])[]

async function alterQuota(client: Connection, note: string, entity: Entity, values: Record<string, number | null>, { version = 1, validateOnly = false } = {}): Promise<unknown> {
  const ops = Object.entries(values).map(([key, value]) => ({ key, value: value ?? 0, remove: value === null }))
  return client.send(AlterClientQuotas, version, { entries: [{ entity: entity.map(([entityType, entityName]) => ({ entityType, entityName })), ops }], validateOnly }, { note })
}

const [EXACT, DEFAULT, ANY] = [0, 1, 2] as const

async function describeQuotas(client: Connection, note: string, components: readonly (readonly [entityType: string, matchType: number, match: string | null])[], { version = 1, strict = false } = {}): Promise<unknown> {
  const only = (answer: DecodedResponseOf<typeof DescribeClientQuotas>): DecodedResponseOf<typeof DescribeClientQuotas> => ({
    ...answer,
    entries: answer.entries?.map((entry) => ({ ...entry, values: entry.values.toSorted((a, b) => (a.key < b.key ? -1 : 1)) })).toSorted((a, b) => (JSON.stringify(a.entity) < JSON.stringify(b.entity) ? -1 : 1)) ?? null,
  })
  return client.send(DescribeClientQuotas, version, { components: components.map(([entityType, matchType, match]) => ({ entityType, matchType, match })), strict }, { note, only })
}

export const quotas = family('quotas', {
  'quotas, set, described and removed': async (on) => {
    const client = await on.connect()
    const user = on.named('user')
    for (const version of [0, 1]) await alterQuota(client, 'of a user', [['user', user]], { producer_byte_rate: 1_000_000 + version, consumer_byte_rate: 2_000_000.5 }, { version })
    await alterQuota(client, 'of a client id', [['client-id', on.named('id')]], { request_percentage: 150 })
    await alterQuota(client, 'of a user and a client id', [['user', user], ['client-id', on.named('id')]], { controller_mutation_rate: 10 })
    await alterQuota(client, 'of an address', [['ip', '10.1.2.3']], { connection_creation_rate: 5 })
    await on.heard()
    for (const version of [0, 1]) await describeQuotas(client, 'of the user', [['user', EXACT, user]], { version })
    await describeQuotas(client, 'of the user, strictly', [['user', EXACT, user]], { strict: true })
    await describeQuotas(client, 'of the client id', [['client-id', EXACT, on.named('id')]])
    await describeQuotas(client, 'of both', [['user', EXACT, user], ['client-id', EXACT, on.named('id')]])
    await describeQuotas(client, 'of the address', [['ip', EXACT, '10.1.2.3']])
    await describeQuotas(client, 'of a stranger', [['user', EXACT, 'stranger']])
    await describeQuotas(client, 'of any address', [['ip', ANY, null]])
    await describeQuotas(client, 'of the default user', [['user', DEFAULT, null]])
    await alterQuota(client, 'only to validate', [['user', user]], { producer_byte_rate: 1 }, { validateOnly: true })
    await alterQuota(client, 'removed', [['user', user]], { producer_byte_rate: null })
    await alterQuota(client, 'removed again', [['user', user]], { producer_byte_rate: null })
    await alterQuota(client, 'removed', [['user', user], ['client-id', on.named('id')]], { controller_mutation_rate: null })
    await alterQuota(client, 'removed', [['ip', '10.1.2.3']], { connection_creation_rate: null })
    await on.heard()
    await describeQuotas(client, 'of the user, in the end', [['user', EXACT, user]])
    await alterQuota(client, 'removed', [['user', user]], { consumer_byte_rate: null })
    await alterQuota(client, 'removed', [['client-id', on.named('id')]], { request_percentage: null })
  },

  'quotas that are not right': async (on) => {
    const client = await on.connect()
    await alterQuota(client, 'an unknown key', [['user', 'u']], { nonsense: 5 })
    await alterQuota(client, 'an unknown kind of entity', [['planet', 'u']], { producer_byte_rate: 5 })
    await alterQuota(client, 'a negative value', [['user', 'u']], { producer_byte_rate: -5 })
    await alterQuota(client, 'zero', [['user', 'u']], { producer_byte_rate: 0 })
    await alterQuota(client, 'a fraction', [['user', 'u']], { producer_byte_rate: 0.5 })
    await alterQuota(client, 'an empty user', [['user', '']], { producer_byte_rate: 5 })
    await alterQuota(client, 'a user with an address', [['user', 'u'], ['ip', '10.0.0.1']], { producer_byte_rate: 5 })
    await alterQuota(client, 'no entity', [], { producer_byte_rate: 5 })
    await alterQuota(client, 'one kind twice', [['user', 'u'], ['user', 'v']], { producer_byte_rate: 5 })
    await alterQuota(client, 'a key of addresses for a user', [['user', 'u']], { connection_creation_rate: 5 })
    await alterQuota(client, 'a key of users for an address', [['ip', '10.0.0.1']], { producer_byte_rate: 5 })
    await alterQuota(client, 'an address that is none', [['ip', 'not an address']], { connection_creation_rate: 5 })
    await client.send(AlterClientQuotas, 1, { entries: [], validateOnly: false }, { note: 'nothing' })
    await describeQuotas(client, 'an unknown kind of entity', [['planet', EXACT, 'x']])
    await describeQuotas(client, 'one kind twice', [['user', EXACT, 'x'], ['user', EXACT, 'y']])
    await describeQuotas(client, 'an unknown match', [['user', 9, 'x']])
    await describeQuotas(client, 'an exact match of nothing', [['user', EXACT, null]])
    await describeQuotas(client, 'a default with a name', [['user', DEFAULT, 'x']])
    await describeQuotas(client, 'a user with an address', [['user', EXACT, 'u'], ['ip', EXACT, '10.0.0.1']])
    await describeQuotas(client, 'an empty kind', [['', EXACT, 'x']])
  },

  'quotas of changes to topics': async (on) => {
    const [client, busy] = [await on.connect(), await on.connect(on.named('busy'))]
    const request = (name: string): RequestInputOf<typeof CreateTopics> => ({ topics: [{ name, numPartitions: 20, replicationFactor: 1, assignments: [], configs: [] }], validateOnly: false })
    const only = (answer: DecodedResponseOf<typeof CreateTopics>): DecodedResponseOf<typeof CreateTopics> => ({ ...answer, topics: answer.topics.map((topic) => ({ ...topic, configs: [] })) })
    await alterQuota(client, 'few for a client id', [['client-id', on.named('busy')]], { controller_mutation_rate: 0.1 })
    await on.heard()
    await busy.send(CreateTopics, 6, request(on.named('a')), { note: 'the first', only })
    const later = await on.connect(on.named('busy'))
    await later.send(CreateTopics, 6, request(on.named('b')), { note: 'more than the quota', only })
    await alterQuota(client, 'back again', [['client-id', on.named('busy')]], { controller_mutation_rate: null })
  },

  'quotas that throttle': async (on) => {
    const [client, slow] = [await on.connect(), await on.connect(on.named('slow'))]
    await client.createTopic(on.named())
    await alterQuota(client, 'little for a client id', [['client-id', on.named('slow')]], { producer_byte_rate: 2_000, consumer_byte_rate: 2_000 })
    await on.heard()
    await produce(slow, on.named(), record('x'.repeat(100)), { note: 'within the quota' })
    await produce(slow, on.named(), record('x'.repeat(40_000)), { note: 'more than the quota' })
    await alterQuota(client, 'back again', [['client-id', on.named('slow')]], { producer_byte_rate: null, consumer_byte_rate: null })
    await fetch(client, on.named(), 0, { note: 'by somebody else' })
  },
})
