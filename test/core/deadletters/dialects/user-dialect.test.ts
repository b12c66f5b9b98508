import { describe, expect, it } from 'vitest'
import { userDialect, type UserDialectData } from '../../../../core/deadletters/dialects/user-dialect.ts'
import { stripHeaders } from '../../../../core/deadletters/failure.ts'
import { bigintBe, dec, failureOf, hex, i32be, i64be, T0, u8 } from '../../../support/dead-letters.ts'

const data: UserDialectData = {
  id: 'shop',
  name: 'The shop’s own',
  newest: 'last',
  fields: [
    { header: 'src', field: 'originTopic', encoding: 'utf8', path: null },
    { header: 'src-p', field: 'originPartition', encoding: 'int32be', path: null },
    { header: 'src-o', field: 'originOffset', encoding: 'int64be', path: null },
    { header: 'src-at', field: 'originTimestamp', encoding: 'bigint-be', path: null },
    { header: 'fail', field: 'class', encoding: 'json', path: '$.error.type' },
    { header: 'fail', field: 'message', encoding: 'json', path: '$.error.text' },
    { header: 'fail', field: 'attempts', encoding: 'json', path: '$.tries' },
    { header: 'when', field: 'failedAt', encoding: 'decimal', path: null },
  ],
  owned: ['shop-retry-*', 'src-note'],
  payload: 'full',
  recordTime: 'failure',
}
const dialect = userDialect(data)
const headers = [u8('src', 'orders'), i32be('src-p', 2), i64be('src-o', 5), bigintBe('src-at', T0), u8('fail', '{"error":{"type":"E","text":"no price"},"tries":3}'), dec('when', T0 + 1)]
const read = (more = headers, context = {}) => failureOf('graveyard', more, {}, { userDialects: [dialect], ...context })

it('reads every encoding, and several fields out of one header of JSON', () => {
  expect(read()).toMatchObject({
    dialect: 'user:shop',
    origin: { topic: 'orders', partition: 2, offset: 5, timestamp: T0 },
    error: { class: 'E', message: 'no price' },
    attempts: 3,
    attemptsSource: 'header',
    lastFailureAt: T0 + 1,
    decodeIssues: [],
  })
})

it('wins over a framework that is as sure', () => {
  const both = [...headers, u8('__connect.errors.topic', 'x')]
  expect(read(both).dialect).toBe('user:shop')
  expect(read(both.slice(1)).dialect).toBe('connect')
})

it('headers that anybody may have are no sign', () => {
  expect(read([i32be('src-p', 2), dec('when', T0)]).dialect).toBe('unknown')
})

it('decodes what a person has said is in it, whatever the signature', () => {
  expect(read([dec('when', T0 + 1)], { dialect: 'user:shop' })).toMatchObject({ dialect: 'user:shop', lastFailureAt: T0 + 1 })
})

describe('what cannot be read', () => {
  it.each([
    ['JSON that is none', [u8('src', 'a'), u8('fail', '{')], ['The header "fail" is not JSON.', 'The header "fail" is not JSON.', 'The header "fail" is not JSON.']],
    ['a count that is none', [u8('src', 'a'), u8('fail', '{"tries":-1}')], ['The header "fail" holds no count at $.tries.']],
    ['bytes of another length', [u8('src', 'a'), hex('src-p', '01')], ['The header "src-p" holds 1 byte instead of 4.']],
  ])('%s is told', (_, given, issues) => {
    expect(read(given).decodeIssues).toEqual(issues)
  })

  it('a path that is none reads nothing', () => {
    const odd = userDialect({ ...data, fields: [{ header: 'fail', field: 'message', encoding: 'json', path: '$..x' }] })
    expect(failureOf('graveyard', headers, {}, { userDialects: [odd] }).error.message).toBeUndefined()
  })
})

it('a reason in words of its own is the message', () => {
  const reasoned = userDialect({ ...data, fields: [{ header: 'why', field: 'reason', encoding: 'utf8', path: null }] })
  expect(failureOf('g', [u8('why', 'no price')], {}, { userDialects: [reasoned] }).error).toMatchObject({ message: 'no price', reason: 'exception' })
  expect(failureOf('g', [u8('why', 'rejected')], {}, { userDialects: [reasoned] }).error).toEqual({ reason: 'rejected' })
})

it('owns its fields, further names and prefixes', () => {
  const kept = [u8('shop', '1'), u8('srcs', '2')]
  expect(stripHeaders([...headers, u8('shop-retry-n', '1'), u8('src-note', 'n'), ...kept], 'user:shop', [dialect])).toEqual(kept)
})

it('a prefix of nothing owns nothing', () => {
  expect(userDialect({ ...data, owned: ['*'] }).owned('anything')).toBe(false)
})
