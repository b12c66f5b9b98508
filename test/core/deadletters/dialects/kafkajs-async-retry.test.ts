import { expect, it } from 'vitest'
import { stripHeaders } from '../../../../core/deadletters/failure.ts'
import { failureOf, T0, u8 } from '../../../support/dead-letters.ts'

const header = (att: number): ReturnType<typeof u8> => u8('asyncRetry', JSON.stringify({ ttl: T0 + 5_000, top: 'invoices', att }))

it('in the dead-letter topic one attempt more has been made than the header says; the topic is named by the group', () => {
  const failure = failureOf('billing-dlq', [header(2)])
  expect(failure).toMatchObject({ dialect: 'kafkajs-async-retry', origin: { topic: 'invoices' }, group: 'billing', attempts: 3, attemptsSource: 'header' })
  expect(failure.hops).toEqual([{ topic: 'invoices' }, { topic: '', attempt: 2 }, { topic: '', attempt: 3, dueAt: T0 + 5_000 }])
})

it('in a retry topic the header says how many were made', () => {
  expect(failureOf('billing-retry-1', [header(1)])).toMatchObject({ attempts: 1, group: 'billing' })
})

it('what was given up at once has no header: the topic’s dialect is then a person’s word', () => {
  expect(failureOf('billing-dlq', []).dialect).toBe('unknown')
  expect(failureOf('billing-dlq', [], {}, { dialect: 'kafkajs-async-retry' })).toMatchObject({ dialect: 'kafkajs-async-retry', group: 'billing' })
})

it.each(['', 'null', '[1]', '{', '"x"'])('%j is told as no object', (text) => {
  const failure = failureOf('billing-dlq', [u8('asyncRetry', text)])
  expect(failure.decodeIssues).toEqual(['The header "asyncRetry" is not a JSON object.'])
  expect(failure.attempts).toBeUndefined()
})

it('fields of another kind are left out', () => {
  expect(failureOf('billing-dlq', [u8('asyncRetry', '{"ttl":"soon","top":7,"att":-1}')]).hops).toEqual([])
})

it('owns its header', () => {
  expect(stripHeaders([header(1), u8('a', 'b')], 'kafkajs-async-retry')).toEqual([u8('a', 'b')])
})
