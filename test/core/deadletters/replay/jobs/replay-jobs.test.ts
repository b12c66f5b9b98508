import { expect, it } from 'vitest'
import { LocalReplay } from '../../../../../core/services/local-replay.ts'
import { replayCase, twenty, upTo } from '../../../../support/replay-case.ts'
import { startTestBroker } from '../../../../support/broker.ts'
import { committedRecords, madePlan, makeTopics, replayWorld, TARGET } from '../../../../support/replay-world.ts'

const records = (count: number, keys = 5) => Array.from({ length: count }, (_, i) => ({ key: `k${i % keys}`, partition: i % keys % 3 }))

it.each(['T', 'W', 'L'] as const)('sends every record once and in order, and the ledger says where each is (mode %s)', async (mode) => {
  const broker = await startTestBroker()
  const world = await replayWorld({ target: broker.address, local: new LocalReplay(broker) })
  await makeTopics(world.cluster)
  const jobs = await world.open()
  const job = await world.run(jobs, madePlan(records(1_000), {}, { target: { connectionId: 'target', clusterId: 'cluster', isLocal: mode === 'L' } }), mode)
  expect([job.state, job.reason, job.items.SENT]).toEqual(['COMPLETED', null, 1_000])
  const ledger = world.ledger(job.jobId)
  for (const partition of [0, 1, 2]) {
    const found = await committedRecords(world.cluster, TARGET, partition)
    const expected = records(1_000).flatMap((record, i) => (record.partition === partition ? [{ value: String(i), key: record.key }] : []))
    expect(found.map(({ key, value }) => ({ key, value }))).toEqual(expected)
    for (const { offset, value } of found) expect(ledger[Number(value)]).toMatchObject({ state: 'SENT', topic: TARGET, partition, offset })
  }
})

it('while the first few are watched, ledger and audit know all that was sent', async () => {
  const world = await replayCase({ records: twenty.map((record) => ({ ...record, group: 'billing' })), options: { canary: { count: 5, waitMs: 60_000 } } })
  await world.jobs.start(world.jobId)
  await expect.poll(() => world.jobs.get(world.jobId).canary).toBe('watching')
  await expect.poll(() => world.ledger().filter(({ state, offset, audit }) => state === 'SENT' && offset >= 0 && audit > 0).length).toBe(5)
  expect(world.world.jobStore.flight(world.jobId)).toBeNull()
  await world.jobs.cancel(world.jobId)
  const { audit } = world.world
  expect(audit.get(audit.length)).toMatchObject({ text: 'Job 1 was cancelled: 5 sent, 0 skipped, 0 failed, 0 held, 0 in doubt, 15 not sent, of 20.', outcome: 'partly' })
})

it('is closed only when state and audit say how a job has ended', async () => {
  const { jobs, jobId, world } = await replayCase({ mode: 'L' })
  const closed = new Promise<void>((resolve, reject) => {
    jobs.changed.on(() => {
      if (jobs.get(jobId).state === 'COMPLETED') jobs.close().then(resolve, reject)
    })
  })
  await jobs.start(jobId)
  await closed
  const { audit, jobStore } = world
  expect([jobStore.get(jobId)?.state, audit.get(audit.length)?.text]).toEqual(['COMPLETED', 'Job 1 ended: 20 sent, 0 skipped, 0 failed, 0 held, 0 in doubt, of 20.'])
})

it('sends a few and looks again where Headwater died while the first few were watched', async () => {
  const world = await replayCase({ mode: 'L', records: twenty.map((record) => ({ ...record, group: 'billing' })), options: { canary: { count: 5, waitMs: 60_000 } } })
  await world.jobs.start(world.jobId)
  await expect.poll(() => world.world.jobStore.get(world.jobId)?.canary).toBe('watching')
  const { jobs } = await world.again()
  await expect.poll(() => jobs.get(world.jobId).canary).toBe('watching')
  expect([jobs.get(world.jobId).state, await world.values()]).toEqual(['RUNNING', upTo(10)])
  await jobs.cancel(world.jobId)
})
