// The comparison with Apache Kafka is awake: what differs is found, what may differ is not, and a reason covers no more than it says.
import { expect, it } from 'vitest'
import { systemClock } from '../../core/base/clock.ts'
import { DescribeGroups } from '../../core/protocol/messages/describe-groups.ts'
import { Fetch } from '../../core/protocol/messages/fetch.ts'
import { Metadata } from '../../core/protocol/messages/metadata.ts'
import { encodeBatch } from '../../core/protocol/records/record-batch.ts'
import { compareRuns } from '../conformance/differential/compare.ts'
import { explains } from '../conformance/differential/known-differences.ts'
import { type Json, Normaliser } from '../conformance/differential/normalise.ts'

const differencesOf = (kafka: Json, headwater: Json): string[] =>
  compareRuns('canary', [['Ask v1', kafka]], [['Ask v1', headwater]]).differences.map(({ path, kafka: theirs, headwater: ours }) => `${path}: ${JSON.stringify(theirs)} / ${JSON.stringify(ours)}`)

it.each<[string, Json, Json, string[]]>([
  ['nothing', { a: [1, { b: null }] }, { a: [1, { b: null }] }, []],
  ['a value', { errorCode: 'NONE' }, { errorCode: 'INVALID_REQUEST' }, ['1 Ask v1.errorCode: "NONE" / "INVALID_REQUEST"']],
  ['null and nothing', { a: null }, { a: [] }, ['1 Ask v1.a: null / []']],
  ['an item that is missing, and not those behind it', [{ name: 'a', x: 1 }, { name: 'b', x: 2 }], [{ name: 'b', x: 2 }], ['1 Ask v1[name=a]: {"name":"a","x":1} / undefined']],
  ['the order of items', [{ name: 'a' }, { name: 'b' }], [{ name: 'b' }, { name: 'a' }], ['1 Ask v1(order): "name=a name=b" / "name=b name=a"']],
  ['items without names, by their place', [1, 2], [1, 3, 4], ['1 Ask v1[1]: 2 / 3', '1 Ask v1[2]: undefined / 4']],
  ['a connection that closes', { errorCode: 'NONE' }, 'connection closed', ['1 Ask v1: {"errorCode":"NONE"} / "connection closed"']],
])('finds %s', (_what, kafka, headwater, found) => {
  expect(differencesOf(kafka, headwater)).toEqual(found)
})

it('ends where the two were asked different things', () => {
  const { differences } = compareRuns('canary', [['a', 1], ['b', 2], ['c', 3]], [['a', 1], ['x', 2], ['c', 4]])
  expect(differences).toEqual([{ scenario: 'canary', path: '2', kafka: 'b', headwater: 'x → 2' }])
})

it('counts what it has looked at, empty lists too', () => {
  expect(compareRuns('canary', [['a', { x: [], y: 1, z: { w: null } }]], [['a', { x: [], y: 1, z: { w: null } }]]).leaves).toBe(3)
})

it('takes a reason for what it names: a star stands for anything, everything else for itself', () => {
  const known = { scenario: 'fetch *', path: '* v1.topics[name=a.b]*', reason: 'canary' }
  const difference = (scenario: string, path: string) => ({ scenario, path, kafka: 1, headwater: 2 })
  expect(explains(known, difference('fetch more', '3 Fetch v1.topics[name=a.b].errorCode'))).toBe(true)
  expect(explains(known, difference('a fetch more', '3 Fetch v1.topics[name=a.b].errorCode'))).toBe(false)
  expect(explains(known, difference('fetch more', '3 Fetch v1.topics[name=axb].errorCode'))).toBe(false)
})

it('names what brokers give out in the order of its appearance, equal for equal', () => {
  const normaliser = new Normaliser(19_092)
  const topic = (name: string, topicId: string) => ({ errorCode: 0, name, topicId, isInternal: false, partitions: [], topicAuthorizedOperations: 0 })
  const answer = (...topics: ReturnType<typeof topic>[]) => normaliser.answer(Metadata, 12, { throttleTimeMs: 0, brokers: [{ nodeId: 1, host: 'h', port: 19_092, rack: null }], clusterId: 'c', controllerId: 1, topics })
  const ids = (value: Json) => (value as { topics: { topicId: string }[] }).topics.map(({ topicId }) => topicId)
  expect(ids(answer(topic('a', 'x'.repeat(22)), topic('b', 'y'.repeat(22)), topic('c', 'x'.repeat(22)), topic('d', 'A'.repeat(22))))).toEqual(['<id 1>', '<id 2>', '<id 1>', '<no id>'])
  expect(answer(topic('a', 'y'.repeat(22)))).toMatchObject({ clusterId: '<cluster 1>', brokers: [{ port: '<port>' }], topics: [{ topicId: '<id 2>', errorCode: 'NONE' }] })
})

it('keeps what surrounds an id, and fields that the version does not have out', () => {
  const member = { memberId: 'kafka-tool-0a1b2c3d-0000-4000-8000-000000000000', groupInstanceId: null, clientId: 'kafka-tool', clientHost: '/127.0.0.1', memberMetadata: Buffer.from('x'), memberAssignment: Buffer.from([0, 1]) }
  const groups = [{ errorCode: 16, errorMessage: 'no', groupId: 'g', groupState: 'Stable', protocolType: 'consumer', protocolData: 'range', members: [member], authorizedOperations: 0 }]
  expect(new Normaliser(1).answer(DescribeGroups, 0, { throttleTimeMs: 0, groups })).toEqual({
    groups: [
      {
        errorCode: 'NOT_COORDINATOR', groupId: 'g', groupState: 'Stable', protocolType: 'consumer', protocolData: 'range',
        members: [{ memberId: 'kafka-tool-<uuid 1>', clientId: 'kafka-tool', clientHost: '/127.0.0.1', memberMetadata: 'x', memberAssignment: '0x0001' }],
      },
    ],
  })
})

it('opens batches: times of long ago are compared, those of now are not', () => {
  const then = 1_700_000_000_000
  const records = Buffer.concat([then, systemClock.now()].map((timestamp, baseOffset) => encodeBatch({ baseOffset, producerId: 4_000, producerEpoch: 1, baseSequence: 2, records: [{ key: null, value: Buffer.from('v'), timestamp }] })))
  const partition = { partitionIndex: 0, errorCode: 0, highWatermark: 2, lastStableOffset: 2, logStartOffset: 0, abortedTransactions: null, preferredReadReplica: -1, records }
  const answer = new Normaliser(1).answer(Fetch, 11, { throttleTimeMs: 7, errorCode: 0, sessionId: 99, responses: [{ topic: 't', partitions: [partition] }] })
  expect(answer).toMatchObject({
    throttleTimeMs: '<some>',
    sessionId: '<session 1>',
    responses: [{ partitions: [{ records: [
      { baseOffset: 0, producerId: '<producer 1>', producerEpoch: 1, baseSequence: 2, crcIsValid: true, maxTimestamp: then, records: [[0, then, null, 'v']] },
      { baseOffset: 1, producerId: '<producer 1>', maxTimestamp: '<now>', records: [[1, '<now>', null, 'v']] },
    ] }] }],
  })
})
