// The end of a transaction whose answer never comes.
import { expect, it } from 'vitest'
import { replayCase, upTo } from '../../support/replay-case.ts'
import { connectionLost } from '../../support/wire-faults.ts'

it.each([
  ['committed', true],
  ['did not arrive', false],
])('crash after EndTxn sent, before the reply: it %s', async (_, arrives) => {
  const { faults, run, values, ledger } = await replayCase()
  let [ended, concurrent] = [0, 0]
  faults.on = async (api, ask) => {
    // The first one is that by which the job takes the register over.
    if (api === 'EndTxn' && ++ended === 3) {
      if (arrives) await ask()
      throw connectionLost()
    }
    // The coordinator is still ending it.
    if (api === 'InitProducerId' && ended >= 3 && concurrent++ < 2) return { errorCode: 51, producerId: -1, producerEpoch: -1, throttleTimeMs: 0 }
    return ask()
  }
  expect(await run()).toMatchObject({ state: 'COMPLETED', committed: 20 })
  expect(concurrent).toBe(3)
  expect(await values()).toEqual(upTo(20))
  expect(ledger().map(({ offset }) => offset).every((offset) => offset >= 0)).toBe(true)
})
