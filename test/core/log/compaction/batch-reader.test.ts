// Reading a stretch of log in chunks.
import { expect, it, onTestFinished } from 'vitest'
import { readChunks } from '../../../../core/log/compaction/batch-reader.ts'
import { batchOf, defaultLogConfigs, openTestLogs } from '../../../support/logs.ts'

it('gives the batches from the one that holds the first offset to the last that begins below the end, as copies', async () => {
  const t = await openTestLogs({ generationBytes: 300 })
  onTestFinished(() => t.close())
  const log = t.logs.create(1, defaultLogConfigs)
  for (let i = 0; i < 20; i++) await t.append(log, batchOf(3, t.time.now()))
  const seen: number[] = []
  for await (const chunk of readChunks(t.storage, 1, 7, 40)) for (const { batch, header } of chunk) seen.push(header.baseOffset, Number(batch.readBigInt64BE(0)))
  expect(seen.filter((_offset, i) => i % 2 === 0)).toEqual(seen.filter((_offset, i) => i % 2 === 1))
  expect(seen.filter((_offset, i) => i % 2 === 0)).toEqual([6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39])
})

it('ends where the log ends', async () => {
  const t = await openTestLogs()
  onTestFinished(() => t.close())
  const log = t.logs.create(1, defaultLogConfigs)
  await t.append(log, batchOf(3, t.time.now()))
  let batches = 0
  for await (const chunk of readChunks(t.storage, 1, 0, 1_000_000)) batches += chunk.length
  expect(batches).toBe(1)
})
