import { describe, expect, it } from 'vitest'
import type { RequestContext } from '../../../core/broker/handler.ts'
import { visibleOffsets } from '../../../core/broker/visible-offsets.ts'
import type { RequestOf, ResponseOf } from '../../../core/protocol/define-api.ts'
import type { OffsetFetch } from '../../../core/protocol/messages/offset-fetch.ts'

type Request = RequestOf<typeof OffsetFetch>
type Response = ResponseOf<typeof OffsetFetch>

/** May describe group `readers` and topic `orders`. */
function contextOf(apiVersion: number): RequestContext {
  const isAllowed = (_client: unknown, _operation: string, _type: string, name: string): boolean => name === 'readers' || name === 'orders'
  const topics = { getById: (id: string) => ({ id1: { name: 'orders' }, id2: { name: 'payments' } })[id] }
  return { apiVersion, broker: { authorizer: { isAllowed }, topics }, connection: {} } as unknown as RequestContext
}

const partition = (errorCode: number, committedOffset: number) => ({ partitionIndex: 0, committedOffset, committedLeaderEpoch: committedOffset === -1 ? -1 : 0, metadata: '', errorCode })
const topic = (name: string, errorCode = 0, offset = 7) => ({ name, partitions: [partition(errorCode, offset)] })
const asked = (groupId: string, names: string[] | null) => ({ groupId, topics: names && names.map((name) => ({ name, partitionIndexes: [0] })) })
const found = (groupId: string) => ({ groupId, topics: [topic('orders'), topic('payments')], errorCode: 0 })

describe('committed offsets of many groups', () => {
  it('are told of groups and topics that may be described', () => {
    const request = { groups: [asked('readers', ['orders', 'payments']), asked('readers', null), asked('secret', null)] } as unknown as Request
    const response = { groups: [found('readers'), found('readers'), found('secret')] } as unknown as Response
    expect(visibleOffsets(request, response, contextOf(8)).groups).toEqual([
      { groupId: 'readers', topics: [topic('orders'), topic('payments', 29, -1)], errorCode: 0 },
      { groupId: 'readers', topics: [topic('orders')], errorCode: 0 },
      { groupId: 'secret', topics: [], errorCode: 30 },
    ])
  })

  it('know topics by their ids too', () => {
    const topics = ['id1', 'id2', 'id3'].map((topicId) => ({ topicId, partitions: [partition(0, 7)] }))
    const request = { groups: [{ groupId: 'readers', topics: topics.map(({ topicId }) => ({ topicId, partitionIndexes: [0] })) }] } as unknown as Request
    const response = { groups: [{ groupId: 'readers', topics, errorCode: 0 }] } as unknown as Response
    expect(visibleOffsets(request, response, contextOf(10)).groups![0]!.topics.map(({ partitions }) => partitions[0]!.errorCode)).toEqual([0, 29, 0])
  })
})

describe('committed offsets of one group', () => {
  it.each([
    [7, { topics: [], errorCode: 30 }],
    [1, { topics: [topic('orders', 30, -1), topic('payments', 30, -1)] }],
  ])('that may not be described are refused in version %i', (version, expected) => {
    const response = { topics: found('secret').topics } as unknown as Response
    expect(visibleOffsets(asked('secret', null) as unknown as Request, response, contextOf(version))).toEqual(expected)
  })

  it('are told for the topics that may be described', () => {
    const response = { topics: found('readers').topics, errorCode: 0 } as unknown as Response
    expect(visibleOffsets(asked('readers', ['orders', 'payments']) as unknown as Request, response, contextOf(7)).topics).toEqual([topic('orders'), topic('payments', 29, -1)])
  })
})
