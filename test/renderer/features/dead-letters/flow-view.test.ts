import { describe, expect, it } from 'vitest'
import { deadLetterTopics, flowLines, indexProgress } from '../../../../renderer/features/dead-letters/flow-view.ts'
import { indexed, topic } from './samples.ts'

const flows = [
  { source: 'orders', retries: [topic('orders-retry-60000', { delayMs: 60_000 }), topic('orders-retry-1000', { delayMs: 1_000 })], deadLetters: [topic('orders-dlt')] },
  { source: null, retries: [], deadLetters: [topic('errors', { originTopics: ['a', 'b'] }), topic('orders-dlt')] },
]

describe('The flows', () => {
  it('stand as source, tiers by their delay, and dead letters with what the index knows', () => {
    const lines = flowLines(flows, { topics: [indexed('orders-dlt'), indexed('errors', { known: 7, newSinceVisit: 0, oldestMs: 500 })], version: 1, isUpToDate: true })
    expect(lines.map((line) => (line.kind === 'all' ? `${line.count} ${line.newCount} ${line.oldestMs}` : line.kind === 'source' ? line.name : line.topic.topic))).toEqual([
      '12 2 500',
      'orders',
      'orders-retry-1000',
      'orders-retry-60000',
      'orders-dlt',
      '2 sources',
      'errors',
      'orders-dlt',
    ])
  })

  it('have no counts before the index has told any', () => {
    expect(flowLines(flows, null)[0]).toEqual({ kind: 'all', id: 'all', count: null, newCount: 0, oldestMs: null })
  })

  it('count nothing where there are none', () => {
    expect(flowLines([], null)).toEqual([{ kind: 'all', id: 'all', count: 0, newCount: 0, oldestMs: null }])
  })

  it('name each topic of dead letters once, though several sources share it', () => {
    expect(deadLetterTopics(flows).map((one) => one.topic)).toEqual(['orders-dlt', 'errors'])
  })
})

it('The reading is told of while it lasts, by what is left to read', () => {
  const topics = [indexed('a'), indexed('b', { isComplete: false, scannedOffsets: 40, totalOffsets: 100 })]
  expect(indexProgress(null)).toBeNull()
  expect(indexProgress({ topics, version: 1, isUpToDate: false })).toEqual({ done: 40, total: 100, topics: 1 })
  expect(indexProgress({ topics, version: 1, isUpToDate: true })).toBeNull()
  expect(indexProgress({ topics: [indexed('c', { isComplete: false, error: 'No leader.' })], version: 1, isUpToDate: false })).toBeNull()
})
