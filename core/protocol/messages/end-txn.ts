// EndTxn (key 26): commits or aborts a transaction; version 5 answers with the epoch of the next one (KIP-890).
import { defineApi } from '../define-api.ts'
import { bool, int16, int32, int64, string } from '../schema.ts'

export const EndTxn = defineApi({
  key: 26,
  name: 'EndTxn',
  versions: [0, 5],
  flexibleSince: 3,
  request: {
    transactionalId: string,
    producerId: int64,
    producerEpoch: int16,
    committed: bool,
  },
  response: {
    throttleTimeMs: int32.or(0),
    errorCode: int16,
    producerId: int64.or(-1).since(5),
    producerEpoch: int16.or(-1).since(5),
  },
})
