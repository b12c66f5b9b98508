// InitProducerId (key 22): an id and epoch for an idempotent or transactional producer. Version 6 (KIP-939), unstable in Kafka, is left out.
import { defineApi } from '../define-api.ts'
import { int16, int32, int64, string } from '../schema.ts'

export const InitProducerId = defineApi({
  key: 22,
  name: 'InitProducerId',
  versions: [0, 5],
  flexibleSince: 2,
  request: {
    transactionalId: string.nullable(),
    transactionTimeoutMs: int32,
    producerId: int64.or(-1).since(3),
    producerEpoch: int16.or(-1).since(3),
  },
  response: {
    throttleTimeMs: int32.or(0),
    errorCode: int16,
    producerId: int64.or(-1),
    producerEpoch: int16,
  },
})
