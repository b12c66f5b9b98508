import { describe, expect, it } from 'vitest'
import { NEEDS_PRODUCER_ID } from '../../../core/transactions/decision.ts'
import { decideInitProducerId, type InitProducerIdRules } from '../../../core/transactions/init-producer-id.ts'
import type { Transaction } from '../../../core/transactions/transaction.ts'
import { NOW, ongoing, partitions, transaction } from '../../support/transaction-values.ts'

const RULES: InitProducerIdRules = { maxTimeoutMs: 900_000, transactionVersion: 2, nowMs: NOW, freshProducerId: undefined }

interface Asked {
  transactionalId?: string
  transactionTimeoutMs?: number
  claim?: [producerId: number, producerEpoch: number]
  fresh?: number
  transactionVersion?: number
}

function decide(current: Transaction | undefined, { claim = [-1, -1], fresh, transactionVersion = 2, ...request }: Asked = {}) {
  const whole = { transactionalId: 't', transactionTimeoutMs: 30_000, producerId: claim[0], producerEpoch: claim[1], ...request }
  return decideInitProducerId(current, whole, { ...RULES, freshProducerId: fresh, transactionVersion })
}

/** What the producer gets: "id:epoch", or why not. */
function outcome(...args: Parameters<typeof decide>): string {
  const decision = decide(...args)
  if (decision === NEEDS_PRODUCER_ID) return 'needs a producer id'
  return 'refused' in decision ? decision.refused : `${decision.next.producerId}:${decision.next.producerEpoch}`
}

describe('a transactional id that nobody has used', () => {
  it('gets a fresh producer id with epoch 0', () => {
    expect(decide(undefined, { fresh: 12 })).toEqual({
      next: transaction({ producerId: 12, producerEpoch: 0, previousProducerId: -1, timeoutMs: 30_000, updatedAtMs: NOW }),
    })
    expect(outcome(undefined)).toBe('needs a producer id')
  })

  it('also where the producer remembers one: its state has expired', () => {
    expect(outcome(undefined, { fresh: 12, claim: [7, 3] })).toBe('12:0')
  })
})

it.each<[string, Asked, string]>([
  ['the empty id', { transactionalId: '' }, 'INVALID_REQUEST'],
  ['an id that no key can hold', { transactionalId: 'x'.repeat(1025) }, 'INVALID_REQUEST'],
  ['a timeout above the broker’s', { transactionTimeoutMs: 900_001 }, 'INVALID_TRANSACTION_TIMEOUT'],
  ['no timeout', { transactionTimeoutMs: 0 }, 'INVALID_TRANSACTION_TIMEOUT'],
])('%s is refused', (_what, asked, error) => {
  expect(outcome(undefined, { fresh: 1, ...asked })).toBe(error)
})

describe.each(['Empty', 'CompleteCommit', 'CompleteAbort'] as const)('%s, producer 7 with epoch 3', (state) => {
  it.each<[string, Partial<Transaction>, Asked, string]>([
    ['whoever names no producer takes over', {}, {}, '7:4'],
    ['the owner gets the next epoch', {}, { claim: [7, 3] }, '7:4'],
    ['the owner who lost that answer gets it again', { lastProducerEpoch: 2 }, { claim: [7, 2] }, '7:3'],
    ['an older epoch is fenced', {}, { claim: [7, 2] }, 'PRODUCER_FENCED'],
    ['a later epoch is fenced', {}, { claim: [7, 4] }, 'PRODUCER_FENCED'],
    ['another producer is fenced', {}, { claim: [8, 3] }, 'PRODUCER_FENCED'],
    ['used up epochs ask for a new id', { producerEpoch: 32766 }, {}, 'needs a producer id'],
    ['used up epochs get a new id', { producerEpoch: 32766 }, { fresh: 12 }, '12:0'],
    ['the owner of used up epochs gets a new id', { producerEpoch: 32766 }, { fresh: 12, claim: [7, 32766] }, '12:0'],
    ['the owner who lost the new id gets it again', { producerId: 12, producerEpoch: 0, previousProducerId: 7, lastProducerEpoch: 32766 }, { claim: [7, 32766] }, '12:0'],
    ['whoever had used up epochs before somebody took over is fenced', { producerId: 12, producerEpoch: 0, previousProducerId: 7 }, { claim: [7, 32766] }, 'PRODUCER_FENCED'],
  ])('%s', (_what, changes, asked, expected) => {
    expect(outcome(transaction({ state, ...changes }), asked)).toBe(expected)
  })

  it('takes the new timeout, and remembers the epoch before for its owner only', () => {
    const expected = transaction({ producerEpoch: 4, timeoutMs: 30_000, updatedAtMs: NOW })
    expect(decide(transaction({ state }))).toEqual({ next: expected })
    expect(decide(transaction({ state }), { claim: [7, 3] })).toEqual({ next: { ...expected, lastProducerEpoch: 3 } })
  })
})

describe('Ongoing, producer 7 with epoch 3', () => {
  it.each([1, 2])('transaction.version %i: what is open is aborted with epoch 4 and whoever takes over gets 5, in one step', (transactionVersion) => {
    const open = ongoing()
    expect(decide(open, { transactionVersion })).toEqual({
      next: transaction({ producerEpoch: 5, timeoutMs: 30_000, updatedAtMs: NOW }),
      end: { isCommit: false, producerId: 7, producerEpoch: 4, partitions: partitions({ orders: [0, 1] }) },
    })
  })

  it.each<[string, Partial<Transaction>, Asked, string]>([
    ['the owner may start again, with the epoch of the abort', {}, { claim: [7, 3] }, '7:4'],
    ['also with transactions of version 1', {}, { claim: [7, 3], transactionVersion: 1 }, '7:4'],
    ['an older epoch is fenced and ends nothing', { lastProducerEpoch: 2 }, { claim: [7, 2] }, 'PRODUCER_FENCED'],
    ['another producer is fenced', {}, { claim: [8, 3] }, 'PRODUCER_FENCED'],
    ['taking over may use up the epochs', { producerEpoch: 32765 }, { fresh: 12 }, '12:0'],
    ['and then asks for a new id first', { producerEpoch: 32765 }, {}, 'needs a producer id'],
    ['the abort itself may use them up', { producerEpoch: 32766 }, { fresh: 12 }, '12:1'],
    ['which leaves its owner the new id', { producerEpoch: 32766 }, { fresh: 12, claim: [7, 32766] }, '12:0'],
    ['with transactions of version 1 too', { producerEpoch: 32766 }, { fresh: 12, transactionVersion: 1 }, '12:0'],
  ])('%s', (_what, changes, asked, expected) => {
    expect(outcome(ongoing(changes), asked)).toBe(expected)
  })

  it('the owner who lost the answer gets it again', () => {
    const decision = decide(ongoing(), { claim: [7, 3] })
    if (decision === NEEDS_PRODUCER_ID || 'refused' in decision) throw new Error('it was not let in')
    expect(outcome(decision.next, { claim: [7, 3] })).toBe('7:4')
  })
})
