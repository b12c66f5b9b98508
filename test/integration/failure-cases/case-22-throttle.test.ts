// A broker whose quota is used up.
import { expect, it } from 'vitest'
import { replayCase, upTo } from '../../support/replay-case.ts'

it('quota / throttle', async () => {
  const { faults, jobs, jobId, world, values } = await replayCase({ options: { rate: { messagesPerSecond: 1_000, bytesPerSecond: null } } })
  const producedAtMs: number[] = []
  faults.on = async (api, ask) => {
    const answer = await ask()
    if (api !== 'Produce') return answer
    producedAtMs.push(performance.now())
    return producedAtMs.length === 1 ? { ...(answer as object), throttleTimeMs: 300 } : answer
  }
  await jobs.start(jobId)
  while (jobs.live(jobId)!.throttledMs === 0) await world.cluster.pause(5)
  expect(producedAtMs).toHaveLength(1)
  expect((await world.finished(jobs, jobId)).state).toBe('COMPLETED')
  expect(producedAtMs[1]! - producedAtMs[0]!).toBeGreaterThanOrEqual(295)
  expect(await values()).toEqual(upTo(20))
})
