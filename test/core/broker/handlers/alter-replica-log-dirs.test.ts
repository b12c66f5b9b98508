// AlterReplicaLogDirs: there is one folder, and everything is in it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { alterReplicaLogDirs } from '../../../../core/broker/handlers/alter-replica-log-dirs.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { AlterReplicaLogDirs } from '../../../../core/protocol/messages/alter-replica-log-dirs.ts'
import { openTestContext, refuseEverything, type TestContext, versions } from '../../../support/handler-context.ts'

let t: TestContext
beforeEach(async () => {
  t = await openTestContext()
  await t.topics.create({ name: 'orders', partitionCount: 2, configs: {} })
})
afterEach(() => t.close())

async function move(dirs: [path: string, topic: string, partitions: number[]][], version = 2) {
  const request = { dirs: dirs.map(([path, name, partitions]) => ({ path, topics: [{ name, partitions }] })) }
  const { results } = await t.call(AlterReplicaLogDirs, alterReplicaLogDirs, version, request)
  return results.map(({ topicName, partitions }) => [topicName, ...partitions.map(({ partitionIndex, errorCode }) => [partitionIndex, errorCode])])
}

describe.each(versions(AlterReplicaLogDirs))('version %i', (version) => {
  test('replicas are in the one folder already, no other exists, and of two the last counts', async () => {
    expect(await move([[t.store.directory, 'orders', [0, 1]], ['/elsewhere', 'orders', [0]]], version)).toEqual([['orders', [0, ErrorCode.LOG_DIR_NOT_FOUND], [1, 0]]])
  })
})

test('what does not exist is UNKNOWN_TOPIC_OR_PARTITION, but the folder is looked at first', async () => {
  expect(await move([[t.store.directory, 'orders', [2]], [t.store.directory, 'nope', [0]], ['/elsewhere', 'gone', [0]]])).toEqual([
    ['orders', [2, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]],
    ['nope', [0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION]],
    ['gone', [0, ErrorCode.LOG_DIR_NOT_FOUND]],
  ])
})

test('a topic name that leaves no room for a moving log\'s name is INVALID_TOPIC_EXCEPTION', async () => {
  const [fits, tooLong] = ['a'.repeat(213), 'a'.repeat(214)]
  expect(await move([[t.store.directory, fits, [0, 10]], [t.store.directory, tooLong, [0]]])).toEqual([
    [fits, [0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION], [10, ErrorCode.INVALID_TOPIC_EXCEPTION]],
    [tooLong, [0, ErrorCode.INVALID_TOPIC_EXCEPTION]],
  ])
})

test('a client that may not alter the cluster is told so for every partition', async () => {
  refuseEverything(t)
  expect(await move([['/elsewhere', 'orders', [0, 7]]])).toEqual([['orders', [0, ErrorCode.CLUSTER_AUTHORIZATION_FAILED], [7, ErrorCode.CLUSTER_AUTHORIZATION_FAILED]]])
})
