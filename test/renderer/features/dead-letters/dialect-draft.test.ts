// A dialect of one's own while it is written.
import { describe, expect, it } from 'vitest'
import { FAILURE_FIELDS, FIELD_ENCODINGS, userDialect } from '../../../../core/contract/dead-letters.ts'
import { dialectProblem, emptyDialect, ENCODING_LABELS, FIELD_LABELS, guessField, triable, withGuesses } from '../../../../renderer/features/dead-letters/dialect-draft.ts'

it('Every field and encoding that the core knows can be chosen', () => {
  expect(Object.keys(FIELD_LABELS)).toEqual([...FAILURE_FIELDS])
  expect(Object.keys(ENCODING_LABELS)).toEqual([...FIELD_ENCODINGS])
})

it.each([
  ['x-original-topic', 'originTopic'],
  ['x-original-partition', 'originPartition'],
  ['dlq-original-offset', 'originOffset'],
  ['source_topic', 'originTopic'],
  ['x-exception-stacktrace', 'stack'],
  ['dlq-error-class', 'class'],
  ['cause-class', 'rootClass'],
  ['x-retry-count', 'attempts'],
  ['dlq-failed-at', 'failedAt'],
  ['dlq-reason', 'message'],
  ['__connect.errors.topic', 'originTopic'],
  ['traceparent', null],
])('The name %s says %s', (header, field) => {
  expect(guessField(header)).toBe(field)
})

describe('Guessing', () => {
  it('adds each meaning once, reads numbers as they are written, and leaves what is there', () => {
    const begun = { ...emptyDialect('user:1'), fields: [{ header: 'why', field: 'message' as const, encoding: 'utf8' as const, path: null }] }
    const guessed = withGuesses(begun, [
      { name: 'error-message', text: 'boom' },
      { name: 'x-original-offset', text: '17' },
      { name: 'x-original-partition', text: '\u0000\u0000\u0000\u0002' },
      { name: 'traceparent', text: '00-1' },
    ])
    expect(guessed.fields.map(({ header, field, encoding }) => `${header} ${field} ${encoding}`)).toEqual([
      'why message utf8',
      'x-original-offset originOffset decimal',
      'x-original-partition originPartition int32be',
    ])
  })
})

it('What is not finished can be tried already', () => {
  const blank = { ...emptyDialect('user:1'), fields: [{ header: '', field: 'class' as const, encoding: 'utf8' as const, path: null }] }
  expect(userDialect.safeParse(blank).success).toBe(false)
  expect(userDialect.safeParse(triable(blank)).success).toBe(true)
})

it.each([
  [{}, 'Give it a name.'],
  [{ name: 'Ours' }, 'Say at least of one header what it stands for.'],
  [{ name: 'Ours', fields: [{ header: '', field: 'class', encoding: 'utf8', path: null }] }, 'Line 1 names no header.'],
  [{ name: 'Ours', fields: [{ header: 'err', field: 'class', encoding: 'json', path: '' }] }, 'Say which field of the JSON in err is meant: $.error.message'],
  [{ name: 'Ours', fields: [{ header: 'err', field: 'class', encoding: 'utf8', path: null }] }, null],
] as const)('Of %j it is said: %s', (change, problem) => {
  expect(dialectProblem({ ...emptyDialect('user:1'), ...change, fields: 'fields' in change ? change.fields.map((field) => ({ ...field })) : [] })).toBe(problem)
})
