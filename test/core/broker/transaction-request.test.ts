import { expect, test } from 'vitest'
import { inWordsOf, writeError } from '../../../core/broker/transaction-request.ts'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { openTestContext } from '../../support/handler-context.ts'

test.each([
  [ErrorCode.PRODUCER_FENCED, 1, ErrorCode.INVALID_PRODUCER_EPOCH],
  [ErrorCode.PRODUCER_FENCED, 2, ErrorCode.PRODUCER_FENCED],
  [ErrorCode.INVALID_TXN_STATE, 1, ErrorCode.INVALID_TXN_STATE],
  [ErrorCode.NONE, 0, ErrorCode.NONE],
])('error %i in version %i of an API that knows PRODUCER_FENCED since 2 is %i', (errorCode, version, told) => {
  expect(inWordsOf(version, errorCode, 2)).toBe(told)
})

test('a transaction may write to partitions that exist', async () => {
  const t = await openTestContext()
  await t.topics.create({ name: 'orders', partitionCount: 1, configs: {} })
  const asked = [['orders', 0], ['orders', 1], ['nothing', 0]] as const
  const context = { broker: t.context } as Parameters<typeof writeError>[0]
  expect(asked.map(([topic, partition]) => writeError(context, topic, partition))).toEqual([0, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION])
  await t.close()
})
