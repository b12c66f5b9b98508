// A target topic that is deleted and made again while a job waits.
import { expect, it } from 'vitest'
import { createTopic, deleteTopic } from '../../../core/client/admin/topics.ts'
import { replayCase } from '../../support/replay-case.ts'
import { TARGET } from '../../support/replay-world.ts'

it.each(['T', 'W', 'L'] as const)('topic deleted and recreated (new topicId) (mode %s)', async (mode) => {
  const { jobs, jobId, run, admin, values } = await replayCase({ mode, options: { rate: { messagesPerSecond: 50, bytesPerSecond: null } } })
  await jobs.start(jobId)
  await admin.pause(250)
  await jobs.pause(jobId)
  expect((await values()).length).toBeGreaterThan(0)
  await deleteTopic(admin, TARGET)
  expect(await run()).toMatchObject({ state: 'PAUSED', reason: { code: 'target-missing', message: 'There is no topic "orders".' } })
  await createTopic(admin, { name: TARGET, partitionCount: 1 })
  expect(await run()).toMatchObject({ state: 'PAUSED', reason: { code: 'target-changed', message: 'Topic "orders" was deleted and created again since the job began.' } })
  expect(await values()).toEqual([])
})
