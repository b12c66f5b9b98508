// A group that is not there to read what is replayed.
import { expect, it } from 'vitest'
import { replayCase, twenty } from '../../support/replay-case.ts'

it('consumer group absent or stopped', async () => {
  const { run, jobs, jobId } = await replayCase({ records: twenty.map((record) => ({ ...record, group: 'billing' })) })
  expect(await run()).toMatchObject({ state: 'COMPLETED', reason: null, outcomes: { waiting: 20, consumed: 0 } })
  const seen = jobs.seen(jobId)!
  await seen.look()
  expect(seen.consumers).toEqual([{ group: 'billing', state: 'absent', memberCount: 0 }])
})
