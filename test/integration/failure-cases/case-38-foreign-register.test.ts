// Progress on the cluster that somebody else has written.
import { expect, it } from 'vitest'
import { commitOffsets } from '../../../core/client/admin/commit-offsets.ts'
import { replayCase } from '../../support/replay-case.ts'
import { DLQ } from '../../support/replay-world.ts'

const register = (change: object) => JSON.stringify({ v: 1, p: 'plan-10000000000', a: 0, n: 5, r: 'somebody', d: [], ...change })

it.each([
  ['of another plan', register({ p: '0123456789abcdef' }), 'it is that of plan 0123456789abcdef, not of plan-10000000000'],
  ['with other progress', register({ n: 17 }), 'it says that the first 17 items are settled, and the ledger says'],
  ['of a run that is not known', register({ a: 3 }), 'it speaks of run 4 of the items, which is not known here'],
  ['that is no register', 'reset by ops', 'it was not written by Headwater'],
])('job group deleted or altered by someone else: an offset %s', async (_, metadata, why) => {
  const { jobs, jobId, run, admin, values } = await replayCase({ options: { rate: { messagesPerSecond: 50, bytesPerSecond: null } } })
  await jobs.start(jobId)
  await admin.pause(200)
  await jobs.pause(jobId)
  const before = await values()
  await commitOffsets(admin, `headwater.replay.${jobId}`, [{ topic: DLQ, partition: 0, offset: 0, metadata }])
  expect(await run()).toMatchObject({ state: 'PAUSED', reason: { code: 'register', message: expect.stringContaining(why) } })
  expect(await values()).toEqual(before)
})
