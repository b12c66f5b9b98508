// ListTransactions: every transaction, or those in certain states, of certain producers, open for long enough, with ids that match a pattern.
import type { RequestOf, ResponseOf } from '../protocol/define-api.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { ListTransactions } from '../protocol/messages/list-transactions.ts'
import type { Transaction } from './transaction.ts'
import { isTransactionStateName } from './transaction-state.ts'

export type ListTransactionsRequest = Omit<RequestOf<typeof ListTransactions>, 'transactionalIdPattern'>
export type ListTransactionsResponse = ResponseOf<typeof ListTransactions>

export interface ListTransactionsRules {
  readonly nowMs: number
  /** Whether the id is one that was asked for, and that the client may see. */
  readonly isWanted: (transactionalId: string) => boolean
}

/** An empty filter lets everything pass; a word that is no state is named in the answer and matches nothing. */
export function listTransactions(request: ListTransactionsRequest, transactions: Iterable<Transaction>, { nowMs, isWanted }: ListTransactionsRules): ListTransactionsResponse {
  const { stateFilters, producerIdFilters, durationFilter } = request
  const listed = [...transactions].filter(({ transactionalId, state, producerId, startedAtMs }) => {
    if (producerIdFilters.length > 0 && !producerIdFilters.includes(producerId)) return false
    if (stateFilters.length > 0 && !stateFilters.includes(state)) return false
    return (durationFilter < 0 || nowMs - startedAtMs > durationFilter) && isWanted(transactionalId)
  })
  return {
    errorCode: ErrorCode.NONE,
    unknownStateFilters: stateFilters.filter((name) => !isTransactionStateName(name)),
    transactionStates: listed.map(({ transactionalId, producerId, state }) => ({ transactionalId, producerId, transactionState: state })),
  }
}
