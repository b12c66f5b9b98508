// Records and batches that the target finds too large when they are sent.
import { expect, it } from 'vitest'
import { replayCase, twenty } from '../../support/replay-case.ts'

// Before it is sent: test/core/deadletters/replay/dry-run.test.ts.
it.each(['T', 'L', 'W'] as const)('item RECORD_TOO_LARGE / MESSAGE_TOO_LARGE(10) (mode %s)', async (mode) => {
  const records = twenty.map((record, i) => (i === 7 ? { ...record, key: 'large', value: Buffer.alloc(3_000, 120) } : record))
  const later = [...records, { key: 'large', partition: 0 }]
  const { run, values, ledger } = await replayCase({ mode, records: later, topicConfigs: { 'max.message.bytes': '1000' }, world: { jobs: { maxBatchItems: 10 } } })
  expect(await run()).toMatchObject({ state: 'COMPLETED_WITH_ERRORS', items: { SENT: 19, FAILED: 1, HELD: 1 } })
  expect(await values()).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
  expect(ledger()[7]).toMatchObject({ state: 'FAILED', code: 'too-large', message: expect.stringContaining('max.message.bytes is 1000') })
  expect(ledger()[20]).toMatchObject({ state: 'HELD', message: 'It waits for record 8, which has the same key and was not sent.' })
})

it('a batch that is too large, although each of its records is not, goes in parts', async () => {
  const { run, values } = await replayCase({ topicConfigs: { 'max.message.bytes': '300' }, world: { jobs: { maxBatchItems: 20 } } })
  expect((await run()).state).toBe('COMPLETED')
  expect(await values()).toHaveLength(20)
})
