import { describe, expect, it } from 'vitest'
import { isTransactionStateName, legalTransitions, mayGo, TRANSACTION_STATES, type TransactionState } from '../../../core/transactions/transaction-state.ts'

const STATES: readonly TransactionState[] = ['Empty', 'Ongoing', 'CompleteCommit', 'CompleteAbort']

/** Row: from; column: to. */
const TABLE = `
                Empty  Ongoing  CompleteCommit  CompleteAbort
Empty           yes    yes      no              yes
Ongoing         no     yes      yes             yes
CompleteCommit  yes    yes      no              yes
CompleteAbort   yes    yes      no              yes`

describe('every pair of states', () => {
  const [columns, ...rows] = TABLE.trim().split('\n').map((line) => line.trim().split(/\s+/))
  const pairs = rows.flatMap(([from, ...cells]) => cells.map((cell, i): [string, string, boolean] => [from!, columns![i]!, cell === 'yes']))

  it.each(pairs)('from %s to %s: %s', (from, to, isLegal) => {
    expect(mayGo(from as TransactionState, to as TransactionState)).toBe(isLegal)
  })

  it('is in the table', () => {
    expect(pairs.map(([from, to]) => `${from} ${to}`)).toEqual(STATES.flatMap((from) => STATES.map((to) => `${from} ${to}`)))
    expect(Object.keys(legalTransitions)).toEqual(STATES)
  })
})

it('knows the names of all of Kafka’s states, also of those that nobody ever meets', () => {
  expect(TRANSACTION_STATES.every(isTransactionStateName)).toBe(true)
  expect([isTransactionStateName('ongoing'), isTransactionStateName('Preparing')]).toEqual([false, false])
})
