import { expect, it } from 'vitest'
import { isExpired, isTimedOut } from '../../../core/transactions/transaction-timeouts.ts'
import { NOW, ongoing, transaction } from '../../support/transaction-values.ts'

it('an open transaction times out once it is older than its timeout; nothing else does', () => {
  const open = ongoing({ startedAtMs: NOW, timeoutMs: 5000 })
  expect([isTimedOut(open, NOW + 5000), isTimedOut(open, NOW + 5001), isTimedOut(transaction(), NOW * 2)]).toEqual([false, true, false])
})

it('an id expires when nobody has used it for as long as the setting says, unless a transaction is open', () => {
  const unused = transaction({ state: 'CompleteCommit', updatedAtMs: NOW })
  expect([isExpired(unused, 5000, NOW + 4999), isExpired(unused, 5000, NOW + 5000), isExpired(ongoing({ updatedAtMs: 0 }), 5000, NOW)]).toEqual([false, true, false])
})
