// Rights that are taken away while a job runs.
import { expect, it } from 'vitest'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { replayCase, upTo } from '../../support/replay-case.ts'
import { refusedProduce } from '../../support/wire-faults.ts'

it('authorisation lost mid-way: of the topic', async () => {
  const { faults, run, values, broker, jobId } = await replayCase()
  let produced = 0
  faults.on = async (api, ask, body) => (api === 'Produce' && ++produced >= 3 ? refusedProduce(ErrorCode.TOPIC_AUTHORIZATION_FAILED)(body) : ask())
  expect(await run()).toMatchObject({
    state: 'PAUSED',
    reason: { code: 'auth', message: 'Partition 0 of "orders" did not take the records: The client may not do this with the topic.', remedy: 'Allow it to WRITE (and DESCRIBE) the target topic, then resume.' },
    items: { SENT: 10, PENDING: 10, SENDING: 0 },
  })
  // No retry storm, and no transaction is left open.
  expect(produced).toBe(3)
  expect([...broker.context.transactions.all()].map(({ transactionalId, state }) => [transactionalId.endsWith(jobId), state])).toEqual([[true, expect.stringMatching(/Complete|Empty/)]])
  faults.on = async (_api, ask) => ask()
  expect((await run()).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(20))
})

it.each([
  ['the transactional id', 'InitProducerId', { errorCode: ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, producerId: -1, producerEpoch: -1 }, /^No producer id for transactional id "headwater.replay/, /transactional id of the job/],
  ['the group', 'AddOffsetsToTxn', { errorCode: ErrorCode.GROUP_AUTHORIZATION_FAILED }, /could not add group "headwater.replay/, /READ the group/],
])('authorisation lost mid-way: of %s; the mode is not changed without consent', async (_, refused, answer, message, remedy) => {
  const { faults, run, values } = await replayCase()
  faults.on = async (api, ask) => (api === refused ? answer : ask())
  const job = await run()
  expect(job).toMatchObject({ state: 'PAUSED', mode: 'T', reason: { code: 'auth', message: expect.stringMatching(message), remedy: expect.stringMatching(remedy) } })
  expect(faults.asked.filter((api) => api === refused)).toHaveLength(1)
  expect(await values()).toEqual([])
})
