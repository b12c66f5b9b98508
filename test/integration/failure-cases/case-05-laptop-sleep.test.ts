// A laptop that sleeps in the middle of a transaction.
import { expect, it } from 'vitest'
import { replayCase, upTo } from '../../support/replay-case.ts'

it('laptop sleep > transaction timeout', async () => {
  let sleptMs = 0
  const clock = { now: () => Date.now() + sleptMs, monotonic: () => performance.now() }
  const { faults, run, values, broker } = await replayCase({ broker: { clock }, world: { clock } })
  let produced = 0
  faults.on = async (api, ask) => {
    const answer = await ask()
    if (api === 'Produce' && ++produced === 2) {
      sleptMs += 120_000
      await broker.context.transactions.abortTimedOut()
    }
    return answer
  }
  expect(await run()).toMatchObject({ state: 'COMPLETED', reason: null })
  expect(await values()).toEqual(upTo(20))
  expect(produced).toBe(5)
})
