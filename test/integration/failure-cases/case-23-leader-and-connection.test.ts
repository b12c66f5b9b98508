// Leaders and coordinators that move, and connections that break.
import { expect, it } from 'vitest'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { replayCase, upTo } from '../../support/replay-case.ts'
import { connectionLost, refusedProduce } from '../../support/wire-faults.ts'

it.each(['T', 'W'] as const)('NOT_LEADER, coordinator move, disconnect: it passes (mode %s)', async (mode) => {
  const { faults, run, values } = await replayCase({ mode })
  let [produced, ended] = [0, 0]
  faults.on = async (api, ask, body) => {
    if (api === 'Produce' && ++produced === 2) return refusedProduce(ErrorCode.NOT_LEADER_OR_FOLLOWER)(body)
    if (api === 'Produce' && produced === 4) {
      await ask()
      throw connectionLost()
    }
    if (api === 'EndTxn' && ++ended === 3) return { errorCode: ErrorCode.NOT_COORDINATOR, producerId: -1, producerEpoch: -1, throttleTimeMs: 0 }
    return ask()
  }
  expect((await run()).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(20))
})

it.each([
  ['T', { PENDING: 15, INDOUBT: 0 }],
  ['W', { PENDING: 10, INDOUBT: 5 }],
] as const)('NOT_LEADER, coordinator move, disconnect: beyond the delivery timeout (mode %s)', async (mode, items) => {
  const { faults, run, values } = await replayCase({ mode })
  let produced = 0
  faults.on = async (api, ask) => {
    if (api === 'Produce') produced++
    if (produced >= 2) throw connectionLost()
    return ask()
  }
  expect(await run()).toMatchObject({ state: 'PAUSED', reason: { code: 'network', message: '127.0.0.1:9092: the connection broke before Produce was answered: reset.' }, items: { SENT: 5, SENDING: 0, ...items } })
  faults.on = async (_api, ask) => ask()
  expect((await run()).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(20))
})
