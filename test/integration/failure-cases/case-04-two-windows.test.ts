// One job in two windows, and in two Headwaters.
import { cp } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { replayCase, upTo } from '../../support/replay-case.ts'
import { replayWorld } from '../../support/replay-world.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it('two windows run the same job', async () => {
  const { jobs, jobId, world, broker, made, values } = await replayCase({ options: { rate: { messagesPerSecond: 50, bytesPerSecond: null } } })
  await jobs.start(jobId)
  await world.cluster.pause(150)
  const directory = await tempFolder()
  await cp(world.store.path, `${directory}/workbench.mdb`)
  const second = await replayWorld({ target: broker.address, directory, seed: 2, jobs: { maxBatchItems: 5 } })
  second.plans.set(made.source.plan.planId, made.source)
  const secondJobs = await second.open()
  expect(secondJobs.get(jobId).state).toBe('INTERRUPTED')
  await secondJobs.resume(jobId)

  expect(await world.finished(jobs, jobId)).toMatchObject({ state: 'PAUSED', reason: { code: 'fenced', message: expect.stringContaining('Another Headwater has taken over this job') } })
  expect((await second.finished(secondJobs, jobId)).state).toBe('COMPLETED')
  expect(await values()).toEqual(upTo(20))
})

it('two windows of one Headwater: a job that runs is not started again', async () => {
  const { jobs, jobId, world, made } = await replayCase({ options: { rate: { messagesPerSecond: 20, bytesPerSecond: null } } })
  await jobs.start(jobId)
  await expect(jobs.resume(jobId)).rejects.toThrow('Job 1 is running already.')
  await jobs.pause(jobId)
  await expect(world.run(jobs, made, 'T')).rejects.toThrow('This plan is job 1 already.')
})
