// A crash between the records and the commit of their transaction.
import { expect, it } from 'vitest'
import { TopicReader } from '../../../core/client/topic-reader.ts'
import { replayCase, upTo } from '../../support/replay-case.ts'
import { TARGET } from '../../support/replay-world.ts'
import { never } from '../../support/wire-faults.ts'

// Every other step at which it may die: test/simulation/replay.
it('crash after produce, before commit (T)', async () => {
  const { faults, jobs, jobId, admin, values, again } = await replayCase()
  let produced = 0
  const { promise: died, resolve: die } = Promise.withResolvers<void>()
  faults.on = async (api, ask) => {
    const answer = await ask()
    if (api !== 'Produce' || ++produced < 2) return answer
    die()
    return never()
  }
  await jobs.start(jobId)
  await died
  expect(await values()).toEqual(upTo(5))

  const later = await again()
  expect(later.jobs.get(jobId)).toMatchObject({ state: 'INTERRUPTED', reason: { code: 'interrupted' } })
  expect((await later.run()).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(20))
  const { records, outcomeOf } = await (await TopicReader.open(admin, TARGET)).read(0, 0)
  expect(records.filter(({ batch }) => outcomeOf(batch) === 'aborted')).toHaveLength(5)
  expect(later.ledger().map(({ state }) => state)).toEqual(upTo(20).map(() => 'SENT'))
})
