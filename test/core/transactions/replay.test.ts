import { expect, it } from 'vitest'
import { transactionsTable } from '../../../core/storage/tables.ts'
import { replay } from '../../../core/transactions/replay.ts'
import { recordOf } from '../../../core/transactions/transaction-record.ts'
import { MemoryStore } from '../../support/memory-store.ts'
import { ongoing, transaction } from '../../support/transaction-values.ts'

it('brings back every transaction by its id', async () => {
  const store = new MemoryStore()
  const all = [ongoing({ transactionalId: 'a' }), transaction({ transactionalId: 'b' })]
  await store.commit({ writes: all.map((each) => transactionsTable.put(each.transactionalId, recordOf(each))) })
  expect([...replay(store)]).toEqual(all.map((each) => [each.transactionalId, each]))
})
