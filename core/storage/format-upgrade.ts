// The version of the bytes on disk, and what an older data folder needs before it is used. See FORMAT.md.
import type { Generation } from './generation.ts'
import { StorageError } from './storage-error.ts'
import { type ExtentRecord, extentsTable, generationTable, type Write } from './tables.ts'

export const FORMAT_VERSION = 2

/** Version 1 had `(partition u32, generation u32) -> {firstOffset, …}`: one extent of a partition in each generation. */
const VERSION_1_KEY_BYTES = 1 + 8

type Version1Extent = Omit<ExtentRecord, 'generation' | 'firstAppendMs'> & { firstOffset: number }

/** One transaction: a crash leaves the folder in the one version or in the other. */
export async function upgradeFormat(current: Generation, directory: string): Promise<void> {
  const version = current.fact('formatVersion')
  if (version === FORMAT_VERSION) return
  if (version !== 1) {
    throw new StorageError(
      `The data folder "${directory}" has format ${String(version)}; this Headwater reads format ${FORMAT_VERSION} and the older format 1. Use the Headwater that wrote it, or another folder.`,
    )
  }
  const writes = [...version1Extents(current), generationTable.put('formatVersion', FORMAT_VERSION)]
  await Promise.all(writes.map(({ key, value }) => (value === null ? current.meta.remove(key) : current.meta.put(key, value))))
}

function version1Extents(current: Generation): Write[] {
  const writes: Write[] = []
  current.meta.visit(extentsTable.start, extentsTable.end, (key, value) => {
    if (key.length !== VERSION_1_KEY_BYTES) return
    const { firstOffset, ...record } = extentsTable.decodeValue(value) as unknown as Version1Extent
    writes.push({ key: Buffer.from(key), value: null })
    writes.push(extentsTable.put({ partition: key.readUInt32BE(1), firstOffset }, { ...record, firstAppendMs: record.lastAppendMs, generation: key.readUInt32BE(5) }))
  })
  return writes
}
