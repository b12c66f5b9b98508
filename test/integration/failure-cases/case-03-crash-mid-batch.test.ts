// A crash in the middle of a batch of mode W, with stamped records and without.
import { expect, it } from 'vitest'
import { DEFAULT_HEADERS } from '../../../core/deadletters/replay/options.ts'
import { replayCase, upTo } from '../../support/replay-case.ts'
import { never } from '../../support/wire-faults.ts'

async function dyingAt(second: 'before' | 'after', stamp: boolean) {
  const world = await replayCase({ mode: 'W', options: { headers: { ...DEFAULT_HEADERS, stamp } } })
  let produced = 0
  const { promise: died, resolve: die } = Promise.withResolvers<void>()
  world.faults.on = async (api, ask) => {
    if (api !== 'Produce' || ++produced < 2) return ask()
    if (second === 'after') await ask()
    die()
    return never()
  }
  await world.jobs.start(world.jobId)
  await died
  return { ...world, later: await world.again() }
}

it.each(['before', 'after'] as const)('crash mid-batch (W): stamped records are searched for, and sent once, whether it died %s', async (when) => {
  const { later, jobId, values } = await dyingAt(when, true)
  expect(later.jobs.get(jobId)).toMatchObject({ state: 'INTERRUPTED', items: { INDOUBT: 5 } })
  expect((await later.run()).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(20))
  expect(later.ledger().map(({ state, offset }) => [state, offset])).toEqual(upTo(20).map((i) => ['SENT', i]))
})

it.each([
  ['before', 'not-sent', 20],
  ['after', 'sent', 20],
] as const)('crash mid-batch (W): unstamped records stay in doubt until a person decides (died %s)', async (when, decision, total) => {
  const { later, jobId, values } = await dyingAt(when, false)
  const paused = await later.run()
  expect(paused).toMatchObject({ state: 'PAUSED', reason: { code: 'in-doubt', message: 'Whether 5 records arrived cannot be told.' }, items: { INDOUBT: 5, SENT: 5 } })
  expect(later.ledger()[5]).toMatchObject({ state: 'INDOUBT', message: 'It was sent without x-replay-id, so that nobody can tell whether it arrived.' })
  await later.jobs.decide(jobId, [5, 6, 7, 8, 9], decision)
  expect((await later.run()).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(total))
})

it('crash mid-batch (W): what is in doubt is never sent by itself, and holds later records of its keys', async () => {
  const { later, jobId, values } = await dyingAt('before', false)
  await later.run()
  const ended = await later.run()
  expect(ended).toMatchObject({ jobId, state: 'COMPLETED_WITH_ERRORS', items: { INDOUBT: 5, SENT: 5, HELD: 10 } })
  expect(await values()).toEqual(upTo(5))
})
