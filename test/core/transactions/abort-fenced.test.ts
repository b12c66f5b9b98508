import { expect, it } from 'vitest'
import { abortFenced } from '../../../core/transactions/abort-fenced.ts'
import { NEEDS_PRODUCER_ID } from '../../../core/transactions/decision.ts'
import { NOW, ongoing, partitions } from '../../support/transaction-values.ts'

it.each([
  { version: 1, epoch: 3, next: { producerEpoch: 4, lastProducerEpoch: -1 }, markerEpoch: 4 },
  { version: 2, epoch: 3, next: { producerEpoch: 4, lastProducerEpoch: 3 }, markerEpoch: 4 },
  { version: 1, epoch: 32766, next: { producerEpoch: 32767, lastProducerEpoch: -1 }, markerEpoch: 32767 },
  { version: 2, epoch: 32766, next: { producerId: 12, producerEpoch: 0, lastProducerEpoch: 32766 }, markerEpoch: 32767 },
])('transaction.version $version: what is open with epoch $epoch ends with epoch $markerEpoch', ({ version, epoch, next, markerEpoch }) => {
  const open = ongoing({ producerEpoch: epoch })
  expect(abortFenced(open, { transactionVersion: version, nowMs: NOW, freshProducerId: 12 })).toEqual({
    next: { ...open, state: 'CompleteAbort', partitions: partitions({}), updatedAtMs: NOW, ...next },
    end: { isCommit: false, producerId: 7, producerEpoch: markerEpoch, partitions: open.partitions },
  })
})

it('asks for a producer id where the epochs are used up', () => {
  expect(abortFenced(ongoing({ producerEpoch: 32766 }), { transactionVersion: 2, nowMs: NOW, freshProducerId: undefined })).toBe(NEEDS_PRODUCER_ID)
})
