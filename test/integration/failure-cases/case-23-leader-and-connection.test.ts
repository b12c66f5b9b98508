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

it('cancelled while the cluster is away: what was under way stays in doubt, and nothing stays SENDING', async () => {
  const { faults, jobs, jobId, world } = await replayCase({ world: { jobs: { maxBatchItems: 5, deliveryTimeoutMs: 3_000 } } })
  let ended = 0
  faults.on = async (api, ask) => {
    if (api === 'EndTxn' && ++ended === 3) await ask()
    if (ended >= 3) throw connectionLost()
    return ask()
  }
  await jobs.start(jobId)
  while (ended < 3) await world.cluster.pause(5)
  expect(await jobs.cancel(jobId)).toMatchObject({ state: 'CANCELLED', items: { SENT: 5, SENDING: 0, INDOUBT: 5, PENDING: 10 } })
  expect(world.ledger(jobId)[5]).toMatchObject({ state: 'INDOUBT', message: 'The job was cancelled before it was known whether it arrived.' })
  await jobs.decide(jobId, [5, 6, 7, 8, 9], 'sent')
  expect(jobs.get(jobId).items).toMatchObject({ SENT: 10, INDOUBT: 0 })
})
