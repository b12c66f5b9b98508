import { expect, it, onTestFinished } from 'vitest'
import { fileDisk } from '../../../core/storage/disk.ts'
import { PartitionExtents } from '../../../core/storage/extents.ts'
import { Generation } from '../../../core/storage/generation.ts'
import { isReferenced } from '../../../core/storage/referenced.ts'
import { extentsTable } from '../../../core/storage/tables.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it('is a file that an extent in memory or on disk lies in', async () => {
  const current = Generation.open(fileDisk(await tempFolder()), 1, 1_000_000)
  onTestFinished(() => current.close())
  const record = { lastOffset: 9, bytes: 1, records: 10, maxTimestampMs: 1, firstAppendMs: 1, lastAppendMs: 1 }
  const partition = new PartitionExtents()
  partition.extents = [{ generation: 5, firstOffset: 0, ...record }]
  const { key, value } = extentsTable.put({ partition: 1, firstOffset: 0 }, { generation: 6, ...record })
  await current.meta.put(key, value!)
  expect([4, 5, 6].map((id) => isReferenced(id, [partition], current))).toEqual([false, true, true])
})
