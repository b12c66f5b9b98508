import { expect, it } from 'vitest'
import { listTransactions, type ListTransactionsRequest } from '../../../core/transactions/list-transactions.ts'
import { NOW, ongoing, transaction } from '../../support/transaction-values.ts'

const ALL = [transaction({ transactionalId: 'idle' }), ongoing({ transactionalId: 'young', producerId: 8, startedAtMs: NOW - 10 }), ongoing({ transactionalId: 'old', startedAtMs: NOW - 5000 })]

function list(request: Partial<ListTransactionsRequest>, isWanted = (_id: string) => true) {
  const { transactionStates, unknownStateFilters } = listTransactions({ stateFilters: [], producerIdFilters: [], durationFilter: -1, ...request }, ALL, { nowMs: NOW, isWanted })
  return [transactionStates.map(({ transactionalId }) => transactionalId), unknownStateFilters]
}

it.each<[string, Partial<ListTransactionsRequest>, string[], string[]]>([
  ['no filter: all', {}, ['idle', 'young', 'old'], []],
  ['by state', { stateFilters: ['Ongoing'] }, ['young', 'old'], []],
  ['a state that nothing is in', { stateFilters: ['PrepareAbort'] }, [], []],
  ['an unknown state is named and matches nothing', { stateFilters: ['ongoing', 'Empty'] }, ['idle'], ['ongoing']],
  ['by producer', { producerIdFilters: [8, 9] }, ['young'], []],
  ['open for longer than 10 ms; in Kafka, what has never begun began long ago', { durationFilter: 10 }, ['idle', 'old'], []],
  ['all of them', { durationFilter: 10, stateFilters: ['Ongoing'], producerIdFilters: [7] }, ['old'], []],
])('%s', (_what, request, ids, unknown) => {
  expect(list(request)).toEqual([ids, unknown])
})

it('leaves out what nobody asked for or may see', () => {
  expect(list({}, (id) => id.startsWith('o'))).toEqual([['old'], []])
})
