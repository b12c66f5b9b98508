import { expect, it } from 'vitest'
import { abortFenced } from '../../../core/transactions/abort-fenced.ts'
import { NOW, ongoing, partitions } from '../../support/transaction-values.ts'

it.each([
  { version: 1, epoch: 3, after: 4, last: -1 },
  { version: 2, epoch: 3, after: 5, last: 4 },
  { version: 1, epoch: 32766, after: 32767, last: -1 },
  { version: 2, epoch: 32766, after: 32767, last: 32767 },
])('transaction.version $version: epoch $epoch is fenced by $after, which the markers carry', ({ version, epoch, after, last }) => {
  const open = ongoing({ producerEpoch: epoch })
  expect(abortFenced(open, version, NOW)).toEqual({
    next: { ...open, state: 'CompleteAbort', producerEpoch: after, lastProducerEpoch: last, partitions: partitions({}), updatedAtMs: NOW },
    end: { isCommit: false, producerId: 7, producerEpoch: after, partitions: open.partitions },
  })
})
