// Records that come back to the dead-letter topic after their replay.
import { expect, it } from 'vitest'
import { produceBatch } from '../../../core/client/batch-producer.ts'
import { replayCase } from '../../support/replay-case.ts'
import { committedRecords, DLQ, TARGET } from '../../support/replay-world.ts'

/** Fails on every record and puts it back, as a framework would: with the headers that it came with. */
async function failOnAll({ admin }: Awaited<ReturnType<typeof replayCase>>, seen: number): Promise<number> {
  const arrived = (await committedRecords(admin, TARGET, 0)).slice(seen)
  const records = arrived.map(({ key, value, replayId }) => ({ key: Buffer.from(key!), value: Buffer.from(value!), headers: [{ key: 'x-replay-id', value: Buffer.from(replayId) }], timestamp: Date.now() }))
  if (records.length > 0) await produceBatch(admin, await admin.topic(DLQ), { partition: 0, records })
  return seen + arrived.length
}

it('replayed record bounces again: the canary stops the job', async () => {
  const world = await replayCase({ options: { canary: { count: 3, waitMs: 10_000 } } })
  const { jobs, jobId, admin } = world
  await jobs.start(jobId)
  for (let seen = 0; seen < 3; await admin.pause(20)) seen = await failOnAll(world, seen)
  const job = await world.world.finished(jobs, jobId)
  expect(job).toMatchObject({ state: 'PAUSED', canary: 'failed', reason: { code: 'bounce', message: '3 of the first 3 records came back to the dead-letter topic.' }, items: { SENT: 3, PENDING: 17 }, outcomes: { bounced: 3 } })
})

it('replayed record bounces again: more than a fifth of the last 50 stops the job', async () => {
  const records = Array.from({ length: 400 }, (_, i) => ({ key: `k${i}`, partition: 0 }))
  const world = await replayCase({ records, options: { rate: { messagesPerSecond: 100, bytesPerSecond: null } } })
  const { jobs, jobId, admin } = world
  await jobs.start(jobId)
  for (let seen = 0; jobs.live(jobId); await admin.pause(50)) seen = await failOnAll(world, seen)
  expect(jobs.get(jobId)).toMatchObject({ state: 'PAUSED', reason: { code: 'bounce', message: expect.stringMatching(/^\d+ of the last 50 records came back to the dead-letter topic\.$/) } })
  expect(jobs.get(jobId).items.PENDING).toBeGreaterThan(0)
}, 20_000)
