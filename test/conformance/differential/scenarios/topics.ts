// Topics come, grow and go; what is asked for wrongly.
import { CreatePartitions } from '../../../../core/protocol/messages/create-partitions.ts'
import { CreateTopics } from '../../../../core/protocol/messages/create-topics.ts'
import { DeleteTopics } from '../../../../core/protocol/messages/delete-topics.ts'
import { Metadata } from '../../../../core/protocol/messages/metadata.ts'
import type { RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { family } from '../scenario.ts'
import { SETTLED } from './settled.ts'

type NewTopic = RequestInputOf<typeof CreateTopics>['topics'][number]

const fresh = (name: string, further: Partial<NewTopic> = {}): NewTopic => ({ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: [], ...further })

export const topics = family('topics', {
  'create topics in every version': async (on) => {
    const client = await on.connect()
    for (const version of [2, 3, 4, 5, 6, 7]) await client.send(CreateTopics, version, { topics: [fresh(on.named(`v${version}`), { numPartitions: 2 })] })
    for (const version of [2, 4, 5, 7]) await client.send(CreateTopics, version, { topics: [fresh(on.named('v2'))] }, { note: 'again' })
    for (const version of [4, 7]) await client.send(CreateTopics, version, { topics: [fresh(on.named(`default-${version}`), { numPartitions: -1, replicationFactor: -1 })] }, { note: 'with the default numbers' })
    for (const version of [2, 3]) await client.send(CreateTopics, version, { topics: [fresh(on.named(`default-${version}`), { numPartitions: -1, replicationFactor: -1 })] }, { note: 'with the default numbers, before version 4' })
  },

  'create topics, configs are answered as they will act': async (on) => {
    const client = await on.connect()
    const configs = [{ name: 'cleanup.policy', value: 'compact' }, { name: 'retention.ms', value: '60000' }]
    for (const version of [5, 7]) await client.send(CreateTopics, version, { topics: [fresh(on.named(`v${version}`), { configs })] })
  },

  'create topics, only to validate': async (on) => {
    const client = await on.connect()
    await client.send(CreateTopics, 7, { topics: [fresh(on.named(), { numPartitions: 3 })], validateOnly: true }, { only: (answer) => ({ ...answer, topics: answer.topics.map((topic) => ({ ...topic, configs: [] })) }) })
    await client.send(Metadata, 12, { topics: [{ name: on.named() }], allowAutoTopicCreation: false }, { note: 'it is not there' })
    await client.createTopic(on.named('old'))
    await client.send(CreateTopics, 5, { topics: [fresh(on.named('old'))], validateOnly: true }, { note: 'of a topic that exists' })
  },

  'create topics, names that are not legal': async (on) => {
    const client = await on.connect()
    for (const name of ['', '.', '..', 'a b', 'a/b', 'ä', 'a:b', 'x'.repeat(250), 'a*']) {
      await client.send(CreateTopics, 5, { topics: [fresh(name)] }, { note: JSON.stringify(name.slice(0, 20)) })
    }
    await client.send(CreateTopics, 5, { topics: [fresh('x'.repeat(249))] }, { note: 'the longest legal name', only: (answer) => ({ ...answer, topics: answer.topics.map((topic) => ({ ...topic, configs: [] })) }) })
    await client.createTopic(on.named('a.b'))
    await client.send(CreateTopics, 5, { topics: [fresh(on.named('a_b'))] }, { note: 'a name that collides in metrics' })
  },

  'create topics, numbers that are not legal': async (on) => {
    const client = await on.connect()
    const cases: [string, Partial<NewTopic>][] = [
      ['no partitions', { numPartitions: 0 }],
      ['minus two partitions', { numPartitions: -2 }],
      ['no replica', { replicationFactor: 0 }],
      ['minus two replicas', { replicationFactor: -2 }],
      ['two replicas on one broker', { replicationFactor: 2 }],
      ['partitions and an assignment', { numPartitions: 1, assignments: [{ partitionIndex: 0, brokerIds: [1] }] }],
      ['an assignment to nobody', { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [] }] }],
      ['an assignment to a stranger', { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [7] }] }],
      ['an assignment to one broker twice', { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [1, 1] }] }],
      ['an assignment with a gap', { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [1] }, { partitionIndex: 2, brokerIds: [1] }] }],
      ['an assignment of different sizes', { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [1] }, { partitionIndex: 1, brokerIds: [1, 2] }] }],
      ['an assignment from one', { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 1, brokerIds: [1] }] }],
    ]
    for (const [index, [note, further]] of cases.entries()) await client.send(CreateTopics, 5, { topics: [fresh(on.named(String(index)), further)] }, { note })
    await client.send(CreateTopics, 7, { topics: [fresh(on.named('assigned'), { numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 1, brokerIds: [1] }, { partitionIndex: 0, brokerIds: [1] }] })] }, { note: 'a good assignment', only: (answer) => ({ ...answer, topics: answer.topics.map((topic) => ({ ...topic, configs: [] })) }) })
  },

  'create topics, configs that are not legal': async (on) => {
    const client = await on.connect()
    const cases: [string, string | null][] = [
      ['no.such.config', '1'], ['retention.ms', 'soon'], ['retention.ms', '-2'], ['retention.ms', null], ['cleanup.policy', 'shred'], ['cleanup.policy', ''], ['cleanup.policy', 'compact,delete'],
      ['max.message.bytes', '-1'], ['min.insync.replicas', '0'], ['compression.type', 'rar'], ['message.timestamp.type', 'Sometime'], ['segment.bytes', '1'], ['min.cleanable.dirty.ratio', '2'],
      ['message.format.version', '3.0'], ['preallocate', 'perhaps'], ['remote.storage.enable', 'true'], ['compression.gzip.level', '99'], ['min.compaction.lag.ms', '-1'], ['delete.retention.ms', '-5'],
      ['local.retention.ms', '-3'], ['unclean.leader.election.enable', 'TRUE'], ['retention.bytes', ' 5 '], ['segment.jitter.ms', 'x'], ['index.interval.bytes', '-1'], ['leader.replication.throttled.replicas', 'x'],
    ]
    for (const [index, [name, value]] of cases.entries()) {
      await client.send(CreateTopics, 5, { topics: [fresh(on.named(String(index)), { configs: [{ name, value }] })] }, { note: `${name}=${value}`, only: (answer) => ({ ...answer, topics: answer.topics.map((topic) => ({ ...topic, configs: (topic.configs ?? []).filter((config) => config.name === name) })) }) })
    }
    const both = [{ name: 'min.compaction.lag.ms', value: '100' }, { name: 'max.compaction.lag.ms', value: '50' }]
    await client.send(CreateTopics, 5, { topics: [fresh(on.named('lags'), { configs: both })] }, { note: 'a minimum above its maximum' })
    await client.send(CreateTopics, 5, { topics: [fresh(on.named('twice'), { configs: [{ name: 'retention.ms', value: '1000' }, { name: 'retention.ms', value: '2000' }] })] }, { note: 'one config twice', only: (answer) => ({ ...answer, topics: answer.topics.map((topic) => ({ ...topic, configs: (topic.configs ?? []).filter(({ name }) => name === 'retention.ms') })) }) })
  },

  'create topics, several in one request': async (on) => {
    const client = await on.connect()
    await client.send(CreateTopics, 4, { topics: [] }, { note: 'none' })
    await client.send(CreateTopics, 4, { topics: [fresh(on.named('good')), fresh(on.named('bad'), { numPartitions: 0 }), fresh('not legal')] }, { note: 'good and bad' })
    await client.send(CreateTopics, 4, { topics: [fresh(on.named('twin')), fresh(on.named('twin')), fresh(on.named('single'))] }, { note: 'one name twice' })
  },

  'create partitions': async (on) => {
    const client = await on.connect()
    const grow = async (note: string, count: number, further: { name?: string; assignments?: { brokerIds: number[] }[]; validateOnly?: boolean; version?: number } = {}) =>
      client.send(CreatePartitions, further.version ?? 3, { topics: [{ name: further.name ?? on.named(), count, assignments: further.assignments ?? null }], timeoutMs: 5_000, validateOnly: further.validateOnly ?? false }, { note })
    await client.createTopic(on.named(), 2)
    await grow('to as many as there are', 2)
    await grow('to fewer', 1)
    await grow('to none', 0)
    await grow('to minus one', -1)
    await grow('only to validate', 5, { validateOnly: true })
    await grow('of a topic that does not exist', 3, { name: on.named('stranger') })
    await grow('of a topic with an illegal name', 3, { name: 'a b' })
    await grow('assigned to a stranger', 3, { assignments: [{ brokerIds: [9] }] })
    await grow('assigned to nobody', 3, { assignments: [{ brokerIds: [] }] })
    await grow('with too few assignments', 4, { assignments: [{ brokerIds: [1] }] })
    await grow('with too many assignments', 3, { assignments: [{ brokerIds: [1] }, { brokerIds: [1] }] })
    await grow('assigned to one broker twice', 3, { assignments: [{ brokerIds: [1, 1] }] })
    for (const version of [0, 1, 2, 3]) await grow(`to ${version + 3}`, version + 3, { version })
    await grow('assigned', 7, { assignments: [{ brokerIds: [1] }] })
    await client.until(Metadata, 9, { topics: [{ name: on.named() }] }, ({ topics: [topic] }) => topic!.partitions.length === 7, { note: 'what came of it' })
    await client.send(CreatePartitions, 3, { topics: [{ name: on.named(), count: 9, assignments: null }, { name: on.named(), count: 10, assignments: null }], timeoutMs: 5_000, validateOnly: false }, { note: 'one topic twice' })
    await client.send(CreatePartitions, 3, { topics: [{ name: '__consumer_offsets', count: 100, assignments: null }], timeoutMs: 5_000, validateOnly: true }, { note: 'of an internal topic' })
  },

  'delete topics, by name': async (on) => {
    const client = await on.connect()
    for (const version of [1, 2, 3, 4, 5]) {
      await client.createTopic(on.named(`v${version}`))
      await client.send(DeleteTopics, version, { topics: [], topicNames: [on.named(`v${version}`)], timeoutMs: 5_000 })
    }
    await client.until(Metadata, 12, { topics: [{ name: on.named('v5') }], allowAutoTopicCreation: false }, ({ topics: [topic] }) => topic!.errorCode !== 0, { note: 'it is gone' })
    for (const version of [1, 5]) await client.send(DeleteTopics, version, { topics: [], topicNames: [on.named('stranger'), 'a b'], timeoutMs: 5_000 }, { note: 'that do not exist' })
    await client.send(DeleteTopics, 5, { topics: [], topicNames: [], timeoutMs: 5_000 }, { note: 'none' })
    await client.createTopic(on.named('twice'))
    await client.send(DeleteTopics, 5, { topics: [], topicNames: [on.named('twice'), on.named('twice')], timeoutMs: 5_000 }, { note: 'one name twice' })
  },

  'delete topics, by id or name': async (on) => {
    const client = await on.connect()
    const byId = await client.createTopic(on.named('by-id'))
    await client.createTopic(on.named('by-name'))
    const both = await client.createTopic(on.named('both'))
    await client.send(DeleteTopics, 6, { topics: [{ name: null, topicId: byId }], topicNames: [], timeoutMs: 5_000 }, { note: 'by id' })
    await client.send(DeleteTopics, 6, { topics: [{ name: on.named('by-name'), topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }], topicNames: [], timeoutMs: 5_000 }, { note: 'by name' })
    await client.send(DeleteTopics, 6, { topics: [{ name: null, topicId: 'AAAAAAAAAAAAAAAAAAAAAA' }], topicNames: [], timeoutMs: 5_000 }, { note: 'by neither' })
    await client.send(DeleteTopics, 6, { topics: [{ name: on.named('both'), topicId: both }], topicNames: [], timeoutMs: 5_000 }, { note: 'by both' })
    await client.send(DeleteTopics, 6, { topics: [{ name: null, topicId: 'c3RyYW5nZXJzdHJhbmdlcg' }], topicNames: [], timeoutMs: 5_000 }, { note: 'by an unknown id' })
    await client.send(DeleteTopics, 6, { topics: [{ name: null, topicId: both }, { name: null, topicId: both }], topicNames: [], timeoutMs: 5_000 }, { note: 'by one id twice' })
  },

  'delete and create a topic again': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 3)
    await client.send(DeleteTopics, 5, { topics: [], topicNames: [on.named()], timeoutMs: 5_000 })
    await client.until(CreateTopics, 7, { topics: [fresh(on.named())] }, SETTLED.created, { note: 'again', only: (answer) => ({ ...answer, topics: answer.topics.map((topic) => ({ ...topic, configs: [] })) }) })
    await client.until(Metadata, 12, { topics: [{ name: on.named() }], allowAutoTopicCreation: false }, ({ topics: [topic] }) => topic!.partitions.length === 1, { note: 'the new one' })
  },
})
