// DescribeTopicPartitions: pages of partitions in the order of topic names, continued by a cursor.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeTopicPartitions } from '../../../../core/broker/handlers/describe-topic-partitions.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DescribeTopicPartitions } from '../../../../core/protocol/messages/describe-topic-partitions.ts'
import { ZERO_UUID } from '../../../../core/protocol/schema.ts'
import { openTestContext, refuseEverything, type TestContext } from '../../../support/handler-context.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext({ 'max.request.partition.size.limit': '10' })
  await t.topics.create({ name: 'b', partitionCount: 3, configs: {} })
  await t.topics.create({ name: 'a', partitionCount: 2, configs: {} })
  await t.topics.create({ name: 'c', partitionCount: 8, configs: {} })
})
afterEach(() => t.close())

type Cursor = [topicName: string, partitionIndex: number]

function ask(names: string[], { limit = 2000, cursor }: { limit?: number; cursor?: Cursor } = {}) {
  return t.call(DescribeTopicPartitions, describeTopicPartitions, 0, {
    topics: names.map((name) => ({ name })),
    responsePartitionLimit: limit,
    cursor: cursor ? { topicName: cursor[0], partitionIndex: cursor[1] } : null,
  })
}

/** `a0,1 c0 -> c1`: what a page holds and where the next begins. */
async function page(names: string[], options: { limit?: number; cursor?: Cursor } = {}): Promise<string> {
  const { topics, nextCursor } = await ask(names, options)
  const told = topics.map(({ name, errorCode, partitions }) => (errorCode === 0 ? `${name}${partitions.map(({ partitionIndex }) => partitionIndex).join(',')}` : `${name}!${errorCode}`))
  return [...told, ...(nextCursor ? ['->', `${nextCursor.topicName}${nextCursor.partitionIndex}`] : [])].join(' ')
}

test('a topic comes with its id and its partitions, led by the one broker', async () => {
  expect(await ask(['a'])).toEqual({
    throttleTimeMs: 0,
    topics: [
      {
        errorCode: 0,
        name: 'a',
        topicId: t.topics.get('a')!.topicId,
        isInternal: false,
        partitions: [0, 1].map((partitionIndex) => ({
          errorCode: 0, partitionIndex, leaderId: 1, leaderEpoch: 0, replicaNodes: [1], isrNodes: [1], eligibleLeaderReplicas: [], lastKnownElr: [], offlineReplicas: [],
        })),
        topicAuthorizedOperations: 0b1101_1111_1000,
      },
    ],
    nextCursor: null,
  })
})

describe('pages', () => {
  test.each<[string, string[], { limit?: number; cursor?: Cursor }, string]>([
    ['all topics come in the order of their names, up to the broker\'s limit', [], {}, 'a0,1 b0,1,2 c0,1,2,3,4 -> c5'],
    ['the next page begins at the cursor', [], { cursor: ['c', 5] }, 'c5,6,7'],
    ['the named ones come in that order too, each once', ['c', 'a', 'c'], { limit: 3 }, 'a0,1 c0 -> c1'],
    ['a page that ends with a topic points to the next one', ['a', 'b'], { limit: 2 }, 'a0,1 -> b0'],
    ['a page that ends with the last topic is the last', ['a', 'b'], { limit: 5 }, 'a0,1 b0,1,2'],
    ['a limit below one is one', ['b'], { limit: -5 }, 'b0 -> b1'],
    ['a cursor of a topic that is gone goes on with the next', [], { cursor: ['bb', 1], limit: 1 }, 'c0 -> c1'],
    ['a cursor past the end of its topic gives it without partitions', ['a', 'b'], { cursor: ['a', 7], limit: 2 }, 'a b0,1 -> b2'],
    ['topics that do not exist take no room', ['a', 'aa', 'b'], { limit: 3 }, `a0,1 aa!${ErrorCode.UNKNOWN_TOPIC_OR_PARTITION} b0 -> b1`],
    ['a page that is full leaves even those to the next', ['a', 'aa'], { limit: 2 }, 'a0,1 -> aa0'],
    ['a name that cannot be a topic', ['?'], {}, `?!${ErrorCode.INVALID_TOPIC_EXCEPTION}`],
    ['a cursor whose topic was not asked for', ['a', 'c'], { cursor: ['b', 0] }, `a!${ErrorCode.INVALID_REQUEST} c!${ErrorCode.INVALID_REQUEST}`],
    ['a cursor with a negative partition', ['a'], { cursor: ['a', -1] }, `a!${ErrorCode.INVALID_REQUEST}`],
  ])('%s', async (_, names, options, expected) => {
    expect(await page(names, options)).toBe(expected)
  })

  test('walking through them meets every partition once', async () => {
    const met: string[] = []
    let cursor: Cursor | undefined
    do {
      const { topics, nextCursor } = await ask([], { limit: 4, ...(cursor ? { cursor } : {}) })
      met.push(...topics.flatMap(({ name, partitions }) => partitions.map(({ partitionIndex }) => `${name}${partitionIndex}`)))
      cursor = nextCursor ? [nextCursor.topicName, nextCursor.partitionIndex] : undefined
    } while (cursor)
    expect(met).toEqual([...['a0', 'a1', 'b0', 'b1', 'b2'], ...Array.from({ length: 8 }, (_, i) => `c${i}`)])
  })
})

test('topics that one may not see are told only by name, and only when they were named', async () => {
  refuseEverything(t)
  expect(await page(['a', 'nope'])).toBe(`a!${ErrorCode.TOPIC_AUTHORIZATION_FAILED} nope!${ErrorCode.TOPIC_AUTHORIZATION_FAILED}`)
  expect((await ask(['a'])).topics[0]!.topicId).toBe(ZERO_UUID)
  expect(await page([])).toBe('')
})
