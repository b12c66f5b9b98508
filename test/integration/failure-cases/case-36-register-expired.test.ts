// Progress on the cluster that has expired.
import { expect, it } from 'vitest'
import { deleteGroup } from '../../../core/client/admin/delete-group.ts'
import { replayCase, upTo } from '../../support/replay-case.ts'
import { never } from '../../support/wire-faults.ts'

it.each([
  ['arrived', true],
  ['did not arrive', false],
])('job paused longer than offsets.retention.minutes: register expired; the batch that was under way %s', async (_, arrives) => {
  const { faults, jobs, jobId, admin, values, again } = await replayCase()
  let ended = 0
  const { promise: died, resolve: die } = Promise.withResolvers<void>()
  faults.on = async (api, ask) => {
    if (api !== 'EndTxn' || ++ended < 3) return ask()
    if (arrives) await ask()
    die()
    return never()
  }
  await jobs.start(jobId)
  await died
  await deleteGroup(admin, `headwater.replay.${jobId}`)

  const later = await again()
  const asked = await later.run()
  expect(asked).toMatchObject({ state: 'PAUSED', reason: { code: 'register', message: expect.stringContaining('is gone: it has expired, or the group was deleted') }, items: { SENT: arrives ? 10 : 5 } })
  expect(await values()).toEqual(upTo(arrives ? 10 : 5))
  expect((await later.run()).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(20))
  expect(later.ledger().map(({ offset }) => offset >= 0)).toEqual(upTo(20).map(() => true))
})
