import { expect, it } from 'vitest'
import { hasPartition, isExhausted, moved, nextEpoch } from '../../../core/transactions/transaction.ts'
import { ongoing, transaction } from '../../support/transaction-values.ts'

it('a step keeps what it does not change, and remembers the producer id before it', () => {
  const before = transaction({ producerId: 7 })
  expect(moved(before, 'Ongoing', { producerId: 9 })).toEqual({ ...before, state: 'Ongoing', producerId: 9, previousProducerId: 7 })
})

it('a step that is not legal is a bug', () => {
  expect(() => moved(ongoing(), 'Empty', {})).toThrow('transaction "t" may not go from Ongoing to Empty')
})

it.each([[0, 1, false], [32765, 32766, false], [32766, 32767, true], [32767, 32767, true]])('after epoch %i comes %i; used up: %s', (epoch, next, exhausted) => {
  expect([nextEpoch(epoch), isExhausted(epoch)]).toEqual([next, exhausted])
})

it('knows its partitions', () => {
  const asked = [['orders', 1], ['orders', 2], ['payments', 0]] as const
  expect(asked.map(([topic, partition]) => hasPartition(ongoing(), { topic, partition }))).toEqual([true, false, false])
})
