import { expect, it } from 'vitest'
import { flowsOf } from '../../../../core/deadletters/recognise/flows.ts'
import type { RecognisedTopic } from '../../../../core/deadletters/recognise/recognise.ts'

const recognised = (topic: string, role: 'dlq' | 'retry', originTopics: string[]): RecognisedTopic => ({
  topic, topicId: topic, role, confidence: 'confirmed', dialect: null, originTopics, groups: [], delayMs: null, evidence: [], partitionCount: 1, recordCount: 0, error: null,
})

it('puts a source together with its ladder and its dead letters', () => {
  const flows = flowsOf([
    recognised('pay-retry-1', 'retry', ['pay']),
    recognised('orders-dlt', 'dlq', ['orders']),
    recognised('pay-retry-0', 'retry', ['pay']),
    recognised('pay-dlt', 'dlq', ['pay']),
    recognised('pay-old-dlt', 'dlq', ['pay']),
    recognised('sink-dlq', 'dlq', ['a', 'b']),
    recognised('billing-dlq', 'dlq', []),
    recognised('billing-retry-1', 'retry', []),
    recognised('lonely-retry', 'retry', ['lonely']),
  ])
  expect(flows.map(({ source, retries, deadLetters }) => [source, retries.map(({ topic }) => topic), deadLetters.map(({ topic }) => topic)])).toEqual([
    ['orders', [], ['orders-dlt']],
    ['pay', ['pay-retry-0', 'pay-retry-1'], ['pay-dlt', 'pay-old-dlt']],
    ['lonely', ['lonely-retry'], []],
    [null, ['billing-retry-1'], ['billing-dlq']],
    [null, [], ['sink-dlq']],
  ])
})
