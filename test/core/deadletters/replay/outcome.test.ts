import { expect, it } from 'vitest'
import { systemClock } from '../../../../core/base/clock.ts'
import { commitOffsets } from '../../../../core/client/admin/commit-offsets.ts'
import { produceBatch } from '../../../../core/client/batch-producer.ts'
import type { FailureKey } from '../../../../core/deadletters/failure.ts'
import { OutcomeTracker } from '../../../../core/deadletters/replay/outcome.ts'
import { replayCase, twenty } from '../../../support/replay-case.ts'
import { DLQ, TARGET } from '../../../support/replay-world.ts'

async function sent(group: string | undefined) {
  const marks: [string, number[]][] = []
  const marked = async (keys: readonly FailureKey[], mark: string): Promise<void> => void marks.push([mark, keys.map(({ offset }) => offset)])
  const records = twenty.map((record) => ({ ...record, ...(group && { group }) }))
  const world = await replayCase({ records, world: { jobs: { marked } } })
  await world.run()
  const job = world.jobs.get(world.jobId)
  const seen = world.jobs.seen(world.jobId)!
  const back = async (values: readonly number[], headers: { key: string; value: Buffer }[] | null): Promise<void> => {
    const records = values.map((i) => ({ key: null, value: Buffer.from(String(i)), timestamp: Date.now(), headers: headers ?? [{ key: 'x-replay-id', value: Buffer.from(`plan-10000000000/${i}`) }] }))
    await produceBatch(world.admin, await world.admin.topic(DLQ), { partition: 0, records })
  }
  return { ...world, job, seen, marks, back }
}

it('a record counts as consumed once the group that had failed on it has read past it', async () => {
  const { admin, job, seen, marks } = await sent('billing')
  await seen.look()
  expect(job.outcomes).toEqual({ waiting: 20, consumed: 0, bounced: 0, untracked: 0 })
  await commitOffsets(admin, 'somebody-else', [{ topic: TARGET, partition: 0, offset: 20 }])
  await commitOffsets(admin, 'billing', [{ topic: TARGET, partition: 0, offset: 5 }])
  await seen.look()
  const consumed = job.outcomes.consumed
  // A register's marker takes an offset behind each batch of five.
  expect([consumed, job.outcomes.waiting]).toEqual([5, 15])
  expect(marks).toEqual([['replayed', twenty.map((_, i) => i)], ['consumed', [0, 1, 2, 3, 4]]])
})

it('without a group in its headers, whoever reads the topic will do; without any, nothing is claimed', async () => {
  const { admin, job, seen } = await sent(undefined)
  await seen.look()
  expect(job.outcomes).toEqual({ waiting: 0, consumed: 0, bounced: 0, untracked: 20 })
  expect(admin).toBeDefined()
})

it('a record that is in the dead-letter topic again has bounced, also after it was consumed, and is known by its x-replay-id', async () => {
  const { admin, job, seen, back, marks, world, jobId } = await sent('billing')
  await commitOffsets(admin, 'billing', [{ topic: TARGET, partition: 0, offset: 1_000 }])
  await seen.look()
  expect(job.outcomes).toEqual({ waiting: 0, consumed: 20, bounced: 0, untracked: 0 })
  await back([3, 4], null)
  await back([5], [{ key: 'x-replay-id', value: Buffer.from('another-plan0000/5') }])
  await back([6], [{ key: 'x-replay-id', value: Buffer.from('plan-10000000000/999') }])
  await seen.look()
  expect(job.outcomes.bounced).toBe(2)
  expect(marks.at(-1)).toEqual(['bounced', [3, 4]])
  expect(world.jobStore.get(jobId)!.outcomes).toEqual(job.outcomes)
})

it('a pointer to where the record was sent is known too', async () => {
  const { job, seen, back, ledger } = await sent('billing')
  const place = ledger()[7]!
  const [partition, offset] = [Buffer.alloc(4), Buffer.alloc(8)]
  offset.writeBigInt64BE(BigInt(place.offset))
  await back([7], [
    { key: 'kafka_dlt-original-topic', value: Buffer.from(TARGET) },
    { key: 'kafka_dlt-original-partition', value: partition },
    { key: 'kafka_dlt-original-offset', value: offset },
    { key: 'kafka_dlt-exception-fqcn', value: Buffer.from('com.example.Again') },
  ])
  await seen.look()
  expect(job.outcomes.bounced).toBe(1)
})

it('a record that was known to be consumed before the ledger knew that it was sent counts once', async () => {
  const { admin, job, seen, made, world } = await sent('billing')
  await commitOffsets(admin, 'billing', [{ topic: TARGET, partition: 0, offset: 1_000 }])
  await seen.look()
  const tracker = new OutcomeTracker({ jobs: world.jobStore, job, source: made.source, sourceCluster: () => admin, targetCluster: () => admin, clock: systemClock })
  tracker.land([{ topic: TARGET, partition: 0, indexes: [19], baseOffset: 30 }])
  await tracker.poll()
  expect(job.outcomes).toEqual({ waiting: 0, consumed: 20, bounced: 0, untracked: 0 })
})
