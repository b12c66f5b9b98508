import { describe, expect, it } from 'vitest'
import { triageState } from '../../../../core/contract/dead-letters.ts'
import { CLOSED_STATES, markedWords, OPEN_STATES, placeText, reasonText, shortClass, STATES, timeNote, whyNotSendable } from '../../../../renderer/features/dead-letters/failure-words.ts'
import { row } from './samples.ts'

it.each([
  ['com.acme.PaymentDeclinedException', 'PaymentDeclinedException'],
  ['com.acme.Outer$Inner', 'Inner'],
  ['ValueError', 'ValueError'],
  ['System.Net.Http.HttpRequestException', 'HttpRequestException'],
  ['Kafka::Error::Timeout', 'Timeout'],
  ['github.com/acme/billing.DeclinedError', 'DeclinedError'],
  [null, 'Unknown error'],
  ['', 'Unknown error'],
  ['...', '...'],
])('%s is called %s', (name, short) => {
  expect(shortClass(name)).toBe(short)
})

describe('States', () => {
  it('have words, all of them', () => {
    expect(Object.keys(STATES).toSorted()).toEqual([...triageState.options].toSorted())
  })

  it('are open or closed, none of them both', () => {
    expect([...OPEN_STATES, ...CLOSED_STATES].toSorted()).toEqual([...triageState.options].toSorted())
  })

  it('are told after marking', () => {
    expect([markedWords(1, 'resolved'), markedWords(712, 'bounced')]).toEqual(['Marked 1 dead letter resolved', 'Marked 712 dead letters came back'])
  })
})

it('A record that nobody could have read, or that is gone, is not sent again', () => {
  expect(whyNotSendable(row())).toBeNull()
  expect(whyNotSendable(row({ isGone: true }))).toBe('Retention or a purge has taken its record from the log.')
  expect(whyNotSendable(row({ transaction: 'aborted' }))).toBe('Its transaction was aborted: no consumer of committed records ever saw it.')
  expect(whyNotSendable(row({ transaction: 'committed' }))).toBeNull()
})

it('A place is as exact as it is known', () => {
  expect(placeText({ topic: 'orders', partition: 2, offset: 8_841n })).toBe('orders-2 @ 8841')
  expect(placeText({ topic: 'orders', partition: null, offset: null })).toBe('orders')
})

it('An unknown reason is not told', () => {
  expect([reasonText(null), reasonText('unknown'), reasonText('rejected')]).toEqual([null, null, 'The consumer rejected it.'])
})

it('a time that is not that of the failure says which it is', () => {
  expect(timeNote(row({ timeQuality: 'exact' }))).toBeNull()
  expect(timeNote(row({ timeQuality: 'derived' }))).toBe('Reckoned from when it was due to be tried again.')
  expect(timeNote(row({ timeQuality: 'unknown', dialect: 'connect' }))).toBe('When it failed is not known: this is the time of the original record, which its dead letter keeps.')
  expect(timeNote(row({ timeQuality: 'unknown', dialect: 'unknown' }))).toBe('When it failed is not known: its headers do not say. This is the time that the record carries.')
})
