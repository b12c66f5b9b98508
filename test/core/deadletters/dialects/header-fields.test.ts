import { describe, expect, it } from 'vitest'
import type { FailureHeader } from '../../../../core/deadletters/failure.ts'
import { HeaderFields } from '../../../../core/deadletters/dialects/header-fields.ts'
import { HeaderView } from '../../../../core/deadletters/dialects/header-view.ts'
import { dec, hex, none, T0, u8 } from '../../../support/dead-letters.ts'

const PLACE = { topic: 't', partition: 'p', offset: 'o', timestamp: 'at', encodings: { partition: 'dec', offset: 'dec', timestamp: 'dec' } } as const
const fieldsOf = (headers: FailureHeader[], newest: 'first' | 'last' = 'last'): HeaderFields => new HeaderFields(new HeaderView(headers), newest)

it('takes the newest occurrence, wherever the dialect has it', () => {
  const headers = [u8('t', 'old'), u8('t', 'new')]
  expect(fieldsOf(headers).text('t')).toBe('new')
  expect(fieldsOf(headers, 'first').text('t')).toBe('old')
})

it('an absent or null header is no issue; an empty word says nothing', () => {
  const fields = fieldsOf([none('a'), u8('b', '')])
  expect([fields.text('a'), fields.text('z'), fields.text('b'), fields.word('b')]).toEqual([undefined, undefined, '', undefined])
  expect(fields.issues).toEqual([])
})

it('what cannot be read is absent, and told once as a sentence', () => {
  const fields = fieldsOf([hex('t', 'c3 28'), dec('n', -4), u8('m', 'x')])
  expect([fields.text('t'), fields.count('n', 'dec'), fields.number('m', 'dec')]).toEqual([undefined, undefined, undefined])
  expect(fields.issues).toEqual(['The header "t" is not UTF-8 text.', 'The header "n" holds -4, which is negative.', 'The header "m" is not a decimal number.'])
})

it('a time of -1 is none, as in Kafka; one beyond what dates can tell is no time', () => {
  const fields = fieldsOf([dec('a', -1), dec('b', 9e15), dec('c', T0)])
  expect([fields.time('a', 'dec'), fields.time('b', 'dec'), fields.time('c', 'dec')]).toEqual([undefined, undefined, T0])
  expect(fields.issues).toEqual(['The header "b" holds 9000000000000000, which is no time.'])
})

it('tells of twenty issues at most', () => {
  const fields = fieldsOf([])
  for (let i = 0; i < 50; i++) fields.issue(`h${i}`, 'is broken')
  expect(fields.issues).toHaveLength(20)
})

describe('places', () => {
  const set = (topic: string, offset: number): FailureHeader[] => [u8('t', topic), dec('p', 0), dec('o', offset), dec('at', T0)]

  it('are oldest first in both orders', () => {
    const headers = [...set('a', 1), ...set('b', 2)]
    expect(fieldsOf(headers).places(PLACE).map(({ topic }) => topic)).toEqual(['a', 'b'])
    expect(fieldsOf(headers, 'first').places(PLACE).map(({ topic }) => topic)).toEqual(['b', 'a'])
  })

  it('of sets that are not complete the newest are matched', () => {
    expect(fieldsOf([u8('t', 'a'), ...set('b', 2)]).places(PLACE)).toEqual([{ topic: 'a' }, { topic: 'b', partition: 0, offset: 2, at: T0 }])
    expect(fieldsOf([...set('b', 2), u8('t', 'a')], 'first').places(PLACE)).toEqual([{ topic: 'a' }, { topic: 'b', partition: 0, offset: 2, at: T0 }])
  })

  it('a partition beyond 32 bits is none', () => {
    const fields = fieldsOf([u8('t', 'a'), dec('p', 2 ** 31), dec('o', 3)])
    expect(fields.places(PLACE)).toEqual([{ topic: 'a', offset: 3 }])
    expect(fields.issues).toEqual(['The header "p" holds 2147483648, which is no partition.'])
  })

  it('of many thousands the newest two hundred are told apart', () => {
    const headers = Array.from({ length: 10_000 }, (_, i) => set('a', i)).flat()
    expect(fieldsOf(headers).places(PLACE).map(({ offset }) => offset)).toEqual(Array.from({ length: 200 }, (_, i) => 9_800 + i))
  })
})
