import { beforeEach, describe, expect, it } from 'vitest'
import { AppendError } from '../../../core/log/append-error.ts'
import type { PendingUnit } from '../../../core/log/partition-log.ts'
import { transactionsTable } from '../../../core/storage/tables.ts'
import { recordOf } from '../../../core/transactions/transaction-record.ts'
import { Transactions } from '../../../core/transactions/transactions.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { MemoryStore } from '../../support/memory-store.ts'
import { ongoing, partitions, transaction } from '../../support/transaction-values.ts'

const OFFSETS_WRITE = transactionsTable.remove('what the groups write')

let store: MemoryStore
let logger: ReturnType<typeof collectingLogger>
/** What logs and groups were told, in order. */
let told: string[]
let transactions: Transactions

beforeEach(() => {
  store = new MemoryStore()
  logger = collectingLogger()
  told = []
  transactions = new Transactions(store, {
    logger,
    offsets: {
      endPendingOffsets(producerId, isCommit) {
        told.push(`offsets of ${producerId}: ${isCommit}`)
        return { writes: [OFFSETS_WRITE], ended: (isDurable) => told.push(`offsets durable: ${isDurable}`) }
      },
    },
    logOf({ topic, partition }) {
      if (topic === 'gone') return undefined
      return {
        appendMarker({ producerId, producerEpoch, coordinatorEpoch, isCommit }) {
          if (topic === 'ahead') throw new AppendError('INVALID_PRODUCER_EPOCH', 'It has seen epoch 9.')
          told.push(`${topic}-${partition}: ${producerId} ${producerEpoch} ${coordinatorEpoch} ${isCommit}`)
        },
      }
    },
  })
})

const unit = (): PendingUnit => ({ appends: [], writes: [] })
const stored = () => [...store.entries(transactionsTable)].map(([, record]) => record)

describe('a step', () => {
  it('changes memory at once and the disk with its unit', async () => {
    const one = unit()
    transactions.take({ next: ongoing() }, one)
    expect([transactions.get('t'), [...transactions.all()], stored()]).toEqual([ongoing(), [ongoing()], []])
    expect(await transactions.commit(one)).toBe(true)
    expect(stored()).toEqual([recordOf(ongoing())])
  })

  it('that changes nothing writes nothing', () => {
    const open = ongoing()
    transactions.take({ next: open }, unit())
    const again = unit()
    transactions.take({ next: open }, again)
    expect(again.writes).toEqual([])
  })

  it('after another one in the same unit writes only the newer value', () => {
    const one = unit()
    transactions.take({ next: ongoing() }, one)
    transactions.take({ next: ongoing({ timeoutMs: 1 }) }, one)
    transactions.take({ next: transaction({ transactionalId: 'u' }) }, one)
    expect(one.writes).toEqual([transactionsTable.put('t', recordOf(ongoing({ timeoutMs: 1 }))), transactionsTable.put('u', recordOf(transaction({ transactionalId: 'u' })))])
  })
})

describe('an end', () => {
  const end = { isCommit: true, producerId: 7, producerEpoch: 4, partitions: partitions({ orders: [0, 1], gone: [0], ahead: [3], payments: [2], '__consumer_offsets': [9] }) }

  it('marks every partition that is left, and ends the offsets once durable', async () => {
    const one = unit()
    const ended = transactions.take({ next: transaction({ state: 'CompleteCommit' }), end }, one)
    expect(told).toEqual(['orders-0: 7 4 0 true', 'orders-1: 7 4 0 true', 'payments-2: 7 4 0 true', 'offsets of 7: true'])
    expect(one.writes.at(-1)).toEqual(OFFSETS_WRITE)
    ended(await transactions.commit(one))
    expect(told.at(-1)).toBe('offsets durable: true')
    expect(logger.lines).toEqual(['warn ahead-3 takes no marker of producer 7: It has seen epoch 9.'])
  })
})

it('after a failed commit memory is read again from disk', async () => {
  const first = unit()
  transactions.take({ next: ongoing() }, first)
  await transactions.commit(first)
  const second = unit()
  transactions.take({ next: transaction({ state: 'CompleteCommit' }) }, second)
  store.fail()
  expect(await transactions.commit(second)).toBe(false)
  expect(logger.lines).toEqual(['error The state of a transaction could not be written: The disk is full.'])
  transactions.reload()
  expect(transactions.get('t')).toEqual(ongoing())
})

it('forgets what has expired', async () => {
  const first = unit()
  transactions.take({ next: transaction() }, first)
  await transactions.commit(first)
  const second = unit()
  transactions.remove([transaction()], second)
  expect(transactions.get('t')).toBeUndefined()
  await transactions.commit(second)
  expect(stored()).toEqual([])
})
