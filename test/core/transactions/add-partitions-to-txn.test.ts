import { describe, expect, it } from 'vitest'
import { claimError, decideAddPartitions, partitionError } from '../../../core/transactions/add-partitions-to-txn.ts'
import { NOW, ongoing, partitions, transaction } from '../../support/transaction-values.ts'

const OWNER = { producerId: 7, producerEpoch: 3 }
const orders = (partition: number) => ({ topic: 'orders', partition })

describe('who the producer is', () => {
  it.each([
    ['nobody’s id', undefined, OWNER, 'INVALID_PRODUCER_ID_MAPPING'],
    ['another producer', transaction(), { producerId: 8, producerEpoch: 3 }, 'INVALID_PRODUCER_ID_MAPPING'],
    ['an older epoch', transaction(), { producerId: 7, producerEpoch: 2 }, 'PRODUCER_FENCED'],
    ['a later epoch', transaction(), { producerId: 7, producerEpoch: 4 }, 'PRODUCER_FENCED'],
    ['the owner', transaction(), OWNER, undefined],
  ] as const)('%s', (_who, current, claim, error) => {
    expect(claimError(current, claim)).toBe(error)
    expect(partitionError(current && ongoing(), claim, orders(0))).toBe(error)
    if (error) expect(decideAddPartitions(current, claim, [orders(0)], NOW)).toEqual({ refused: error })
  })
})

it.each(['Empty', 'CompleteCommit', 'CompleteAbort'] as const)('%s: adding begins a transaction', (state) => {
  expect(decideAddPartitions(transaction({ state }), OWNER, [orders(0), orders(2)], NOW)).toEqual({
    next: transaction({ state: 'Ongoing', partitions: partitions({ orders: [0, 2] }), startedAtMs: NOW, updatedAtMs: NOW }),
  })
})

it('adding to an open transaction keeps its start and what it has', () => {
  const open = ongoing()
  expect(decideAddPartitions(open, OWNER, [orders(1), { topic: 'payments', partition: 0 }], NOW)).toEqual({
    next: { ...open, partitions: partitions({ orders: [0, 1], payments: [0] }), updatedAtMs: NOW },
  })
  expect(open.partitions).toEqual(partitions({ orders: [0, 1] }))
})

it('adding what is there already changes nothing', () => {
  const open = ongoing()
  const decision = decideAddPartitions(open, OWNER, [orders(1), orders(0)], NOW)
  expect('next' in decision && decision.next).toBe(open)
})

it('a partition that was not added is told from one that was', () => {
  expect([partitionError(ongoing(), OWNER, orders(1)), partitionError(ongoing(), OWNER, orders(2))]).toEqual([undefined, 'TRANSACTION_ABORTABLE'])
})
