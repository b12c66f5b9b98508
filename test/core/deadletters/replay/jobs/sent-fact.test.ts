import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { JobRecord } from '../../../../../core/deadletters/replay/jobs/job-record.ts'
import { parseRuns, runsText, sentFact } from '../../../../../core/deadletters/replay/jobs/sent-fact.ts'

it('tells items and offsets as runs, and reads them back', () => {
  expect(runsText([0, 1, 2, 7, 9, 10])).toBe('0-2 7 9-10')
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(500), { minLength: 1 }), (numbers) => {
      const sorted = numbers.toSorted((a, b) => a - b)
      expect(parseRuns(runsText(sorted))).toEqual(sorted)
    }),
  )
})

it('says of a batch which items it had, and where each partition has them', () => {
  const job = { number: 14, jobId: 'j', targetConnectionId: 'c', targetClusterId: 'x', isSandbox: false } as JobRecord
  const fact = sentFact(job, 'Staging', [
    { topic: 'orders', partition: 0, indexes: [0, 2], baseOffset: 40 },
    { topic: 'orders', partition: 1, indexes: [1], baseOffset: -1 },
  ])
  expect(fact).toMatchObject({ action: 'replay', subject: 'orders', connectionName: 'Staging', text: 'Job 14 sent 3 records to "orders".', jobId: 'j' })
  expect(fact.detail).toEqual([
    { name: 'items', text: '0-2' },
    { name: 'orders/0', text: '40-41' },
    { name: 'orders/1', text: '(1 at offsets that the broker did not tell)' },
  ])
})
