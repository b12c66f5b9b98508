import { describe, expect, it } from 'vitest'
import { NEEDS_PRODUCER_ID } from '../../../core/transactions/decision.ts'
import { decideEndTxn, decideEndTxnWithNewEpoch } from '../../../core/transactions/end-txn.ts'
import type { Transaction } from '../../../core/transactions/transaction.ts'
import { NOW, ongoing, partitions, transaction } from '../../support/transaction-values.ts'

const request = (committed: boolean, producerEpoch = 3, producerId = 7) => ({ committed, producerId, producerEpoch })

/** "no change", "end" with the epoch that comes next, or the error. */
function outcome(current: Transaction | undefined, decision: ReturnType<typeof decideEndTxnWithNewEpoch>): string {
  if (decision === NEEDS_PRODUCER_ID) return 'needs a producer id'
  if ('refused' in decision) return decision.refused
  return decision.next === current ? 'no change' : `end, then ${decision.next.producerId}:${decision.next.producerEpoch}`
}

const lastProducerEpoch = 2
const before = {
  Empty: transaction({ lastProducerEpoch }),
  Ongoing: ongoing({ lastProducerEpoch }),
  CompleteCommit: transaction({ state: 'CompleteCommit', lastProducerEpoch }),
  CompleteAbort: transaction({ state: 'CompleteAbort', lastProducerEpoch }),
}
type State = keyof typeof before

describe('with the epoch kept (v0-4)', () => {
  it.each<[State, string, string]>([
    ['Empty', 'INVALID_TXN_STATE', 'INVALID_TXN_STATE'],
    ['Ongoing', 'end, then 7:3', 'end, then 7:3'],
    ['CompleteCommit', 'no change', 'INVALID_TXN_STATE'],
    ['CompleteAbort', 'INVALID_TXN_STATE', 'no change'],
  ])('%s: commit %s, abort %s', (state, commit, abort) => {
    const current = before[state]
    expect([true, false].map((committed) => outcome(current, decideEndTxn(current, request(committed), { nowMs: NOW })))).toEqual([commit, abort])
  })

  it.each([
    ['an unknown transaction', undefined, request(true), 'INVALID_PRODUCER_ID_MAPPING'],
    ['another producer', ongoing(), request(true, 3, 8), 'INVALID_PRODUCER_ID_MAPPING'],
    ['an older epoch', ongoing(), request(true, 2), 'PRODUCER_FENCED'],
    ['a later epoch', ongoing(), request(true, 4), 'PRODUCER_FENCED'],
  ])('%s', (_what, current, asked, error) => {
    expect(outcome(current, decideEndTxn(current, asked, { nowMs: NOW }))).toBe(error)
  })

  it.each([true, false])('committed %s: every partition gets a marker with the producer’s epoch, and the transaction has none left', (committed) => {
    expect(decideEndTxn(ongoing(), request(committed), { nowMs: NOW })).toEqual({
      next: ongoing({ state: committed ? 'CompleteCommit' : 'CompleteAbort', partitions: partitions({}), updatedAtMs: NOW }),
      end: { isCommit: committed, producerId: 7, producerEpoch: 3, partitions: partitions({ orders: [0, 1] }) },
    })
  })
})

describe('with an epoch per transaction (v5)', () => {
  const decide = (current: Transaction | undefined, asked: ReturnType<typeof request>, freshProducerId?: number) =>
    outcome(current, decideEndTxnWithNewEpoch(current, asked, { nowMs: NOW, freshProducerId }))

  // Kafka's own table; "retry" is the epoch before the current one.
  it.each<[State, { commit: string; commitRetry: string; abort: string; abortRetry: string }]>([
    ['Empty', { commit: 'INVALID_TXN_STATE', commitRetry: 'PRODUCER_FENCED', abort: 'end, then 7:4', abortRetry: 'PRODUCER_FENCED' }],
    ['Ongoing', { commit: 'end, then 7:4', commitRetry: 'PRODUCER_FENCED', abort: 'end, then 7:4', abortRetry: 'PRODUCER_FENCED' }],
    ['CompleteCommit', { commit: 'INVALID_TXN_STATE', commitRetry: 'no change', abort: 'end, then 7:4', abortRetry: 'INVALID_TXN_STATE' }],
    ['CompleteAbort', { commit: 'INVALID_TXN_STATE', commitRetry: 'INVALID_TXN_STATE', abort: 'end, then 7:4', abortRetry: 'no change' }],
  ])('%s', (state, expected) => {
    const current = before[state]
    expect({
      commit: decide(current, request(true)),
      commitRetry: decide(current, request(true, 2)),
      abort: decide(current, request(false)),
      abortRetry: decide(current, request(false, 2)),
    }).toEqual(expected)
  })

  it.each([
    ['an unknown transaction', undefined, request(true), 'INVALID_PRODUCER_ID_MAPPING'],
    ['another producer', ongoing(), request(true, 3, 8), 'INVALID_PRODUCER_ID_MAPPING'],
    ['a much older epoch', ongoing(), request(true, 1), 'PRODUCER_FENCED'],
    ['a later epoch', transaction({ state: 'CompleteCommit' }), request(true, 4), 'PRODUCER_FENCED'],
    ['an epoch that was fenced since', transaction({ state: 'CompleteAbort' }), request(false, 2), 'PRODUCER_FENCED'],
  ])('%s', (_what, current, asked, error) => {
    expect(decide(current, asked)).toBe(error)
  })

  it('markers carry the new epoch, so that late writes of the old one are refused', () => {
    expect(decideEndTxnWithNewEpoch(ongoing(), request(true), { nowMs: NOW, freshProducerId: undefined })).toEqual({
      next: ongoing({ state: 'CompleteCommit', producerEpoch: 4, lastProducerEpoch: 3, partitions: partitions({}), updatedAtMs: NOW }),
      end: { isCommit: true, producerId: 7, producerEpoch: 4, partitions: partitions({ orders: [0, 1] }) },
    })
  })

  it('an abort with nothing open starts and ends now, without markers', () => {
    const decision = decideEndTxnWithNewEpoch(transaction(), request(false), { nowMs: NOW, freshProducerId: undefined })
    expect(decision).toMatchObject({ next: { state: 'CompleteAbort', startedAtMs: NOW }, end: { partitions: partitions({}) } })
  })

  describe('when the epochs of the producer id are used up', () => {
    const last = ongoing({ producerEpoch: 32766 })

    it('the next transaction gets a new id, and the markers the epoch that no producer ever has', () => {
      expect(decide(last, request(true, 32766))).toBe('needs a producer id')
      expect(decideEndTxnWithNewEpoch(last, request(true, 32766), { nowMs: NOW, freshProducerId: 12 })).toMatchObject({
        next: { producerId: 12, producerEpoch: 0, previousProducerId: 7, lastProducerEpoch: 32766 },
        end: { producerId: 7, producerEpoch: 32767 },
      })
    })

    it.each([[true, 'no change'], [false, 'INVALID_TXN_STATE']])('the same end once more (committed %s): %s', (committed, expected) => {
      const current = transaction({ state: 'CompleteCommit', producerId: 12, producerEpoch: 0, previousProducerId: 7, lastProducerEpoch: 32766 })
      expect(decide(current, request(committed, 32766))).toBe(expected)
    })

    it('but not once the new id is in use', () => {
      const current = transaction({ state: 'CompleteCommit', producerId: 12, producerEpoch: 1, previousProducerId: 12, lastProducerEpoch: 0 })
      expect(decide(current, request(true, 32766))).toBe('INVALID_PRODUCER_ID_MAPPING')
    })
  })
})
