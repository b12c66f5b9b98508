// ListTransactions (key 66), versions 0-2.
//
// Transactions that the client may describe, by state and producer id. An unknown state is named in the answer and matches nothing.
// v1+: those open for longer than `durationFilter` ms (KIP-994). v2: those whose ids match a whole RE2 pattern (KIP-1152), INVALID_REGULAR_EXPRESSION.
import { PatternError } from '../../groups/consumer/regex/pattern-error.ts'
import { TopicPattern } from '../../groups/consumer/regex/topic-pattern.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { ListTransactions } from '../../protocol/messages/list-transactions.ts'
import { listTransactions as list } from '../../transactions/list-transactions.ts'
import { isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

export const listTransactions = handler(ListTransactions, (request, context) => {
  const { transactions, clock } = context.broker
  const matches = matcherOf(request.transactionalIdPattern)
  if (matches === null) return { errorCode: ErrorCode.INVALID_REGULAR_EXPRESSION, unknownStateFilters: [], transactionStates: [] }
  const isWanted = (id: string): boolean => matches(id) && isAuthorized(context, 'DESCRIBE', 'TRANSACTIONAL_ID', id)
  return list(request, transactions.all(), { nowMs: clock.now(), isWanted })
})

/** Null for what is no pattern. */
function matcherOf(text: string | null): ((id: string) => boolean) | null {
  if (text === null || text === '') return () => true
  try {
    const pattern = new TopicPattern(text)
    return (id) => pattern.matches(id)
  } catch (error) {
    if (error instanceof PatternError) return null
    throw error
  }
}
