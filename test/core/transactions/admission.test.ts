import { expect, it } from 'vitest'
import { admissionError, admissionMessage } from '../../../core/transactions/admission.ts'

it.each([
  [undefined, true, undefined],
  ['INVALID_PRODUCER_ID_MAPPING', true, 'INVALID_PRODUCER_ID_MAPPING'],
  ['PRODUCER_FENCED', true, 'INVALID_PRODUCER_EPOCH'],
  ['TRANSACTION_ABORTABLE', true, 'TRANSACTION_ABORTABLE'],
  ['TRANSACTION_ABORTABLE', false, 'INVALID_TXN_STATE'],
] as const)('%s (knows TRANSACTION_ABORTABLE: %s) is told as %s', (error, knowsAbortable, told) => {
  expect(admissionError(error, knowsAbortable)).toBe(told)
})

it('says what does not fit', () => {
  const claim = { transactionalId: 't', producerId: 7, producerEpoch: 3 }
  const where = { topic: 'orders', partition: 1 }
  expect((['INVALID_PRODUCER_ID_MAPPING', 'INVALID_PRODUCER_EPOCH', 'INVALID_REQUEST', 'INVALID_TXN_STATE'] as const).map((error) => admissionMessage(error, claim, where))).toEqual([
    'Transaction "t" does not belong to producer 7.',
    'Transaction "t" of producer 7 has another epoch than 3.',
    'The empty transactional id is no id.',
    'orders-1 is not part of transaction "t".',
  ])
})
