import { describe, expect, test } from 'vitest'
import { decodeAssignment, decodeSubscription, encodeAssignment, subscribedTopics } from '../../../core/groups/consumer-protocol.ts'
import { ProtocolError } from '../../../core/protocol/protocol-error.ts'

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const TOPICS = '00000001 0001 74'
const NO_DATA = 'ffffffff'
const OWNED = '00000001 0001 74 00000002 00000000 00000003'

describe('a subscription', () => {
  test.each([
    ['version 0', `0000 ${TOPICS} ${NO_DATA}`, { version: 0, topics: ['t'], ownedPartitions: [], rackId: null }],
    ['version 0 with data', `0000 ${TOPICS} 00000002 0102`, { version: 0, topics: ['t'], ownedPartitions: [], rackId: null }],
    ['version 1', `0001 ${TOPICS} ${NO_DATA} ${OWNED}`, { version: 1, topics: ['t'], ownedPartitions: [{ topic: 't', partitions: [0, 3] }], rackId: null }],
    ['version 2', `0002 ${TOPICS} ${NO_DATA} ${OWNED} 00000007`, { version: 2, topics: ['t'], ownedPartitions: [{ topic: 't', partitions: [0, 3] }], rackId: null }],
    ['version 3', `0003 ${TOPICS} ${NO_DATA} 00000000 00000007 0002 7231`, { version: 3, topics: ['t'], ownedPartitions: [], rackId: 'r1' }],
    ['a later version with fields that nobody knows yet', `0009 ${TOPICS} ${NO_DATA} 00000000 00000007 ffff 00`, { version: 9, topics: ['t'], ownedPartitions: [], rackId: null }],
    ['version 1 of a client that leaves out what it owns', `0001 ${TOPICS} ${NO_DATA}`, { version: 1, topics: ['t'], ownedPartitions: [], rackId: null }],
  ])('of %s', (_title, text, expected) => {
    expect(decodeSubscription(hex(text))).toEqual(expected)
  })

  test.each(['', '00', '0000 00000005', '0000 7fffffff', '0000 00000001 0001'])('that is cut off (%s) is an error', (text) => {
    expect(() => decodeSubscription(hex(text))).toThrow(ProtocolError)
  })
})

describe('an assignment', () => {
  test('comes back as it was written, without data', () => {
    const partitions = [{ topic: 'orders', partitions: [0, 3] }, { topic: 't', partitions: [] }]
    const bytes = encodeAssignment(2, partitions)
    expect([bytes.readInt16BE(0), decodeAssignment(bytes)]).toEqual([2, { partitions, userData: Buffer.alloc(0) }])
  })

  test('of a client carries its assignor\'s data', () => {
    expect(decodeAssignment(hex('0001 00000000 00000002 0102')).userData).toEqual(hex('0102'))
  })

  test('without bytes is none', () => {
    expect(decodeAssignment(Buffer.alloc(0)).partitions).toEqual([])
  })
})

test('topics of several subscriptions are gathered, unless one cannot be read', () => {
  const t = hex(`0000 ${TOPICS} ${NO_DATA}`)
  const u = hex(`0000 00000001 0001 75 ${NO_DATA}`)
  expect([subscribedTopics([t, u]), subscribedTopics([]), subscribedTopics([t, Buffer.from('x')])]).toEqual([new Set(['t', 'u']), new Set(), undefined])
})
