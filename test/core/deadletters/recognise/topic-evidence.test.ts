import { describe, expect, it } from 'vitest'
import { connect } from '../../../../core/deadletters/dialects/connect.ts'
import type { HeaderSample } from '../../../../core/deadletters/recognise/header-sample.ts'
import { type Findings, verdictOf } from '../../../../core/deadletters/recognise/topic-evidence.ts'

const sample = (more: Partial<HeaderSample> = {}): HeaderSample => ({ records: 10, failed: 0, dialect: null, originTopics: [], groups: [], retries: 0, error: null, ...more })
const failing = sample({ failed: 10, dialect: connect, originTopics: ['orders'] })
const findings = (more: Partial<Findings>): Findings => ({ topic: 'orders', mapping: undefined, configs: [], policy: undefined, sample: sample(), ...more })
const verdict = (more: Partial<Findings>): string => {
  const { role, confidence } = verdictOf(findings(more))
  return `${role} ${confidence}`
}
const mapping = { id: '1', pattern: 'orders', role: 'none', dialect: null, originTopic: null, group: null } as const

describe('strongest first', () => {
  it.each<[string, Partial<Findings>, string]>([
    ['a person wins, also with "this is none"', { mapping, configs: ['c'], sample: failing, topic: 'orders-dlq' }, 'none user'],
    ['a policy says which', { policy: { role: 'retry', text: 'p' }, topic: 'orders-dlq' }, 'retry confirmed'],
    ['a config', { configs: ['c'] }, 'dlq confirmed'],
    ['headers, whatever the name', { sample: failing }, 'dlq confirmed'],
    ['headers with a due time and a name of retries', { sample: { ...failing, retries: 4 }, topic: 'orders-retry-0' }, 'retry confirmed'],
    ['headers without one make it dead letters', { sample: failing, topic: 'orders-retry-0' }, 'dlq confirmed'],
    ['a few records in a topic of ordinary name say nothing', { sample: sample({ failed: 4, dialect: connect }) }, 'none likely'],
    ['a few are enough where the name fits', { sample: sample({ failed: 1, dialect: connect }), topic: 'orders-dlq' }, 'dlq confirmed'],
    ['the name alone is likely', { topic: 'orders-dlq' }, 'dlq likely'],
    ['so it is when the topic is empty', { topic: 'orders-retry', sample: sample({ records: 0 }) }, 'retry likely'],
    ['and when it could not be looked at', { topic: 'orders-errors', sample: null }, 'dlq likely'],
    ['a weak name with records that say nothing of failures is none', { topic: 'orders-errors' }, 'none likely'],
    ['nothing', {}, 'none likely'],
  ])('%s', (_, more, expected) => {
    expect(verdict(more)).toBe(expected)
  })
})

it('says why, strongest first', () => {
  const all = findings({ topic: 'orders-dlq', mapping: { ...mapping, pattern: '/dlq$/' }, configs: ['Its config says so.'], policy: { role: 'dlq', text: 'The policy of "orders".' }, sample: { ...failing, originTopics: ['a', 'b', 'c', 'd'] } })
  expect(verdictOf(all).evidence).toEqual([
    { kind: 'user', text: 'Your rule for "/dlq$/".' },
    { kind: 'config', text: 'Its config says so.' },
    { kind: 'policy', text: 'The policy of "orders".' },
    { kind: 'headers', text: '10 of 10 newest records carry headers of Kafka Connect, from "a", "b", "c" and others.' },
    { kind: 'name', text: 'The name looks like a dead-letter topic of "orders".' },
  ])
})
