// Fetch: where it begins, how much it brings, how long it waits, and sessions.
import type { DecodedResponseOf, RequestInputOf } from '../../../../core/protocol/define-api.ts'
import { DeleteTopics } from '../../../../core/protocol/messages/delete-topics.ts'
import { Fetch } from '../../../../core/protocol/messages/fetch.ts'
import type { Connection } from '../scenario-run.ts'
import { family } from '../scenario.ts'
import { batch, fetch, produce, record } from './records.ts'

const STRANGER = 'c3RyYW5nZXJzdHJhbmdlcg'

type Position = readonly [partition: number, fetchOffset: number, partitionMaxBytes?: number]

/** One request over several partitions. */
function fetchRequest(topic: string, positions: readonly Position[], further: Partial<RequestInputOf<typeof Fetch>> = {}): RequestInputOf<typeof Fetch> {
  const partitions = positions.map(([partition, fetchOffset, partitionMaxBytes = 1_000_000]) => ({ partition, fetchOffset, partitionMaxBytes }))
  return { maxWaitMs: 0, minBytes: 1, topics: positions.length === 0 ? [] : [{ topic, partitions }], ...further }
}

/** What a session answers, batch by batch only where they begin. */
async function inSession(client: Connection, note: string, request: RequestInputOf<typeof Fetch>, version = 11): Promise<DecodedResponseOf<typeof Fetch>> {
  return client.send(Fetch, version, request, { note })
}

export const fetching = family('fetch', {
  'fetch in every version': async (on) => {
    const client = await on.connect()
    const topicId = await client.createTopic(on.named())
    await produce(client, on.named(), batch(3), { isUnrecorded: true })
    for (let version = 4; version <= 18; version++) await fetch(client, on.named(), 0, { version, topicId })
  },

  'fetch from inside a batch': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    for (const count of [5, 5]) await produce(client, on.named(), batch(count), { isUnrecorded: true })
    for (const offset of [0, 3, 4, 5, 9, 10]) await fetch(client, on.named(), offset, { note: `offset ${offset}` })
  },

  'fetch from outside the log': async (on) => {
    const client = await on.connect()
    const topicId = await client.createTopic(on.named())
    await produce(client, on.named(), batch(3), { isUnrecorded: true })
    for (const offset of [4, 1_000, -1, -2]) {
      await fetch(client, on.named(), offset, { note: `offset ${offset}` })
      await fetch(client, on.named(), offset, { note: `offset ${offset}`, version: 13, topicId })
    }
  },

  'fetch from nowhere': async (on) => {
    const client = await on.connect()
    const topicId = await client.createTopic(on.named())
    for (const version of [4, 11, 12]) {
      await fetch(client, on.named('stranger'), 0, { version, note: 'an unknown topic' })
      await fetch(client, on.named(), 0, { version, partition: 5, note: 'an unknown partition' })
    }
    await fetch(client, on.named(), 0, { partition: -1, note: 'a negative partition' })
    for (const version of [13, 17]) {
      await fetch(client, '', 0, { version, topicId: STRANGER, note: 'an unknown topic id' })
      await fetch(client, '', 0, { version, topicId: 'AAAAAAAAAAAAAAAAAAAAAA', note: 'no topic id' })
      await fetch(client, '', 0, { version, topicId, partition: 5, note: 'an unknown partition' })
    }
    await client.send(Fetch, 11, fetchRequest(on.named(), []), { note: 'nothing' })
    await fetch(client, 'a b', 0, { note: 'an illegal name' })
  },

  'fetch with the epoch of a leader': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await produce(client, on.named(), batch(3), { isUnrecorded: true })
    for (const currentLeaderEpoch of [0, 1, -1, -2]) await fetch(client, on.named(), 0, { currentLeaderEpoch, note: `leader epoch ${currentLeaderEpoch}` })
    for (const lastFetchedEpoch of [0, 1, 5]) await fetch(client, on.named(), 2, { version: 12, lastFetchedEpoch, note: `last fetched epoch ${lastFetchedEpoch}` })
    await fetch(client, on.named(), 3, { version: 16, topicId: STRANGER, currentLeaderEpoch: 4, note: 'unknown topic id' })
  },

  'fetch no more than was asked for': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 3)
    const large = record('x'.repeat(900))
    for (const partition of [0, 1, 2]) for (let i = 0; i < 3; i++) await produce(client, on.named(), large, { partition, isUnrecorded: true })
    const all: Position[] = [[0, 0], [1, 0], [2, 0]]
    await client.send(Fetch, 11, fetchRequest(on.named(), all, { maxBytes: 1 }), { note: 'one byte' })
    await client.send(Fetch, 11, fetchRequest(on.named(), all, { maxBytes: 0 }), { note: 'no byte' })
    await client.send(Fetch, 11, fetchRequest(on.named(), all, { maxBytes: 2_500 }), { note: '2500 bytes' })
    await client.send(Fetch, 11, fetchRequest(on.named(), all, { maxBytes: 4_000 }), { note: '4000 bytes' })
    await client.send(Fetch, 11, fetchRequest(on.named(), all.toReversed(), { maxBytes: 2_500 }), { note: '2500 bytes, in reverse' })
    await client.send(Fetch, 11, fetchRequest(on.named(), [[0, 0, 1], [1, 0, 1], [2, 0, 1]]), { note: 'one byte of each partition' })
    await client.send(Fetch, 11, fetchRequest(on.named(), [[0, 0, 2_000], [1, 0, 2_000]]), { note: '2000 bytes of each partition' })
    await client.send(Fetch, 11, fetchRequest(on.named(), [[0, 0, 0], [1, 0, 0]]), { note: 'no byte of each partition' })
    await client.send(Fetch, 11, fetchRequest(on.named(), [[0, 3], [1, 0, 10]]), { note: 'first one at its end' })
    await client.send(Fetch, 11, fetchRequest(on.named(), [[0, 0, -1]]), { note: 'minus one byte of a partition' })
    await client.send(Fetch, 4, fetchRequest(on.named(), all, { maxBytes: -1 }), { note: 'minus one byte' })
  },

  'fetch waits for records': async (on) => {
    const [client, producer] = [await on.connect(), await on.connect()]
    await client.createTopic(on.named())
    await fetch(client, on.named(), 0, { maxWaitMs: 100, note: 'nothing comes' })
    const waiting = fetch(client, on.named(), 0, { maxWaitMs: 15_000, note: 'something comes' })
    await on.pause(100)
    await produce(producer, on.named(), batch(2), { isUnrecorded: true })
    await waiting
    const patient = fetch(client, on.named(), 2, { maxWaitMs: 15_000, minBytes: 150, note: 'enough comes' })
    for (let i = 0; i < 4; i++) await produce(producer, on.named(), batch(1), { isUnrecorded: true })
    await patient.catch(() => {})
    await fetch(client, on.named(), 99, { maxWaitMs: 15_000, note: 'an error does not wait' })
    const ask = async (note: string, positions: readonly Position[]): Promise<void> => on.timed(note, 1_000, client.send(Fetch, 11, fetchRequest(on.named(), positions, { maxWaitMs: 1_000 }), { note }))
    await ask('nothing new', [[0, 6]])
    await ask('nothing new, and an unknown partition', [[0, 6], [3, 0]])
    await ask('only an unknown partition', [[3, 0]])
    await ask('an offset out of range', [[0, 99]])
    await fetch(client, on.named(), 0, { maxWaitMs: 0, minBytes: 1_000_000, note: 'no time to wait' })
    await fetch(client, on.named(), 6, { maxWaitMs: 15_000, minBytes: 0, note: 'no bytes to wait for' })
    await client.send(Fetch, 11, fetchRequest(on.named(), [], { maxWaitMs: 15_000 }), { note: 'nothing to wait for' })
  },

  'fetch of a topic that is deleted meanwhile': async (on) => {
    const [client, admin] = [await on.connect(), await on.connect()]
    await client.createTopic(on.named())
    const waiting = fetch(client, on.named(), 0, { maxWaitMs: 10_000 })
    await on.pause(200)
    await admin.send(DeleteTopics, 5, { topics: [], topicNames: [on.named()], timeoutMs: 5_000 }, { isUnrecorded: true })
    await waiting
  },

  'fetch as one with read_committed where there are no transactions': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await produce(client, on.named(), batch(2), { isUnrecorded: true })
    for (const version of [4, 11]) await fetch(client, on.named(), 0, { version, isolationLevel: 1 })
    await fetch(client, on.named(), 2, { isolationLevel: 1, note: 'at the end' })
    await fetch(client, on.named(), 0, { isolationLevel: 7, note: 'an isolation level that does not exist' }).catch(() => {})
  },
})

export const fetchSessions = family('fetch-sessions', {
  'a session is opened, goes on, and is closed': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named(), 3)
    for (const partition of [0, 1, 2]) await produce(client, on.named(), batch(1), { partition, isUnrecorded: true })
    const { sessionId } = await inSession(client, 'opened', fetchRequest(on.named(), [[0, 0], [1, 0], [2, 0]], { sessionId: 0, sessionEpoch: 0 }))
    await inSession(client, 'again the same, as positions did not move', fetchRequest(on.named(), [], { sessionId, sessionEpoch: 1 }))
    await inSession(client, 'two have moved', fetchRequest(on.named(), [[0, 1], [1, 1]], { sessionId, sessionEpoch: 2 }))
    await produce(client, on.named(), batch(2), { partition: 1, isUnrecorded: true })
    await inSession(client, 'one has news', fetchRequest(on.named(), [[2, 1]], { sessionId, sessionEpoch: 3 }))
    await inSession(client, 'and is read', fetchRequest(on.named(), [[1, 3]], { sessionId, sessionEpoch: 4 }))
    await inSession(client, 'no news', fetchRequest(on.named(), [], { sessionId, sessionEpoch: 5 }))
    await inSession(client, 'a partition leaves', fetchRequest(on.named(), [], { sessionId, sessionEpoch: 6, forgottenTopicsData: [{ topic: on.named(), partitions: [1] }] }))
    await produce(client, on.named(), batch(1), { partition: 1, isUnrecorded: true })
    await inSession(client, 'and its news are none', fetchRequest(on.named(), [], { sessionId, sessionEpoch: 7 }))
    await inSession(client, 'it comes back', fetchRequest(on.named(), [[1, 3]], { sessionId, sessionEpoch: 8 }))
    await inSession(client, 'closed', fetchRequest(on.named(), [[0, 0]], { sessionId, sessionEpoch: -1 }))
    await inSession(client, 'it is gone', fetchRequest(on.named(), [], { sessionId, sessionEpoch: 9 }))
  },

  'sessions are asked for wrongly': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await inSession(client, 'an unknown session', fetchRequest(on.named(), [[0, 0]], { sessionId: 123_456, sessionEpoch: 1 }))
    await inSession(client, 'no session, an epoch', fetchRequest(on.named(), [[0, 0]], { sessionId: 0, sessionEpoch: 5 }))
    const { sessionId } = await inSession(client, 'opened', fetchRequest(on.named(), [[0, 0]], { sessionId: 0, sessionEpoch: 0 }))
    await inSession(client, 'a wrong epoch', fetchRequest(on.named(), [[0, 0]], { sessionId, sessionEpoch: 7 }))
    await inSession(client, 'the right epoch is still right', fetchRequest(on.named(), [], { sessionId, sessionEpoch: 1 }))
    await inSession(client, 'an old epoch', fetchRequest(on.named(), [], { sessionId, sessionEpoch: 1 }))
    await inSession(client, 'a new session in its place', fetchRequest(on.named(), [[0, 0]], { sessionId, sessionEpoch: 0 }))
    await inSession(client, 'the old one is gone', fetchRequest(on.named(), [], { sessionId, sessionEpoch: 2 }))
    await inSession(client, 'no session', fetchRequest(on.named(), [[0, 0]], { sessionId: 0, sessionEpoch: -1 }))
    await inSession(client, 'an unknown session is closed', fetchRequest(on.named(), [[0, 0]], { sessionId: 777, sessionEpoch: -1 }))
    await inSession(client, 'a session over nothing', fetchRequest(on.named(), [], { sessionId: 0, sessionEpoch: 0 }))
  },

  'sessions over what is wrong or goes': async (on) => {
    const client = await on.connect()
    await client.createTopic(on.named())
    await client.createTopic(on.named('short-lived'))
    await produce(client, on.named(), batch(1), { isUnrecorded: true })
    const topics = [on.named(), on.named('stranger'), on.named('short-lived')].map((topic) => ({ topic, partitions: [{ partition: 0, fetchOffset: topic === on.named() ? 9 : 0, partitionMaxBytes: 10_000 }] }))
    const { sessionId } = await inSession(client, 'opened', { ...fetchRequest('', []), topics, sessionId: 0, sessionEpoch: 0 })
    await inSession(client, 'errors are told again', fetchRequest('', [], { sessionId, sessionEpoch: 1 }))
    await inSession(client, 'a good position', fetchRequest(on.named(), [[0, 1]], { sessionId, sessionEpoch: 2 }))
    await client.send(DeleteTopics, 5, { topics: [], topicNames: [on.named('short-lived')], timeoutMs: 5_000 }, { isUnrecorded: true })
    await on.heard()
    await inSession(client, 'a topic is gone', fetchRequest('', [], { sessionId, sessionEpoch: 3 }))
  },

  'sessions by topic id': async (on) => {
    const client = await on.connect()
    const topicId = await client.createTopic(on.named(), 2)
    await produce(client, on.named(), batch(1), { isUnrecorded: true })
    const request = (sessionId: number, sessionEpoch: number, fetchOffset: number | null, id = topicId): RequestInputOf<typeof Fetch> => ({
      maxWaitMs: 0, minBytes: 1, sessionId, sessionEpoch,
      topics: fetchOffset === null ? [] : [{ topicId: id, partitions: [{ partition: 0, fetchOffset, partitionMaxBytes: 10_000 }] }],
    })
    const { sessionId } = await inSession(client, 'opened', request(0, 0, 0), 13)
    await inSession(client, 'moved', request(sessionId, 1, 1), 13)
    await inSession(client, 'no news', request(sessionId, 2, null), 15)
    await inSession(client, 'by name', { ...fetchRequest(on.named(), [[1, 0]]), sessionId, sessionEpoch: 3 }, 12)
    const { sessionId: second } = await inSession(client, 'over an unknown id', request(0, 0, 0, STRANGER), 13)
    await inSession(client, 'still unknown', request(second, 1, null), 13)
    const { sessionId: third } = await inSession(client, 'by name at first', { ...fetchRequest(on.named(), [[0, 0]]), sessionId: 0, sessionEpoch: 0 }, 12)
    await inSession(client, 'by id then', request(third, 1, 0), 13)
  },

  'a session waits': async (on) => {
    const [client, producer] = [await on.connect(), await on.connect()]
    await client.createTopic(on.named(), 2)
    const { sessionId } = await inSession(client, 'opened', fetchRequest(on.named(), [[0, 0], [1, 0]], { sessionId: 0, sessionEpoch: 0 }))
    const waiting = inSession(client, 'news come', fetchRequest(on.named(), [], { sessionId, sessionEpoch: 1, maxWaitMs: 15_000 }))
    await on.pause(100)
    await produce(producer, on.named(), batch(1), { partition: 1, isUnrecorded: true })
    await waiting
    await inSession(client, 'no news come', fetchRequest(on.named(), [[1, 1]], { sessionId, sessionEpoch: 2, maxWaitMs: 100 }))
  },
})
