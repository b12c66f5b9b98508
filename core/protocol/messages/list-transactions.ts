// ListTransactions (key 66): transactions by state, producer, age and pattern (KIP-664).
import { defineApi } from '../define-api.ts'
import { array, int16, int32, int64, string } from '../schema.ts'

export const ListTransactions = defineApi({
  key: 66,
  name: 'ListTransactions',
  versions: [0, 2],
  flexibleSince: 0,
  request: {
    stateFilters: array(string),
    producerIdFilters: array(int64),
    durationFilter: int64.or(-1).since(1),
    transactionalIdPattern: string.nullable(2).or(null).since(2),
  },
  response: {
    throttleTimeMs: int32.or(0),
    errorCode: int16,
    unknownStateFilters: array(string),
    transactionStates: array({
      transactionalId: string,
      producerId: int64,
      transactionState: string,
    }),
  },
})
