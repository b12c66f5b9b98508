// Whether a data file is in use. After a commit that failed only the disk is right, and it is asked where memory knows of no use.
import type { PartitionExtents } from './extents.ts'
import type { Generation } from './generation.ts'
import { extentsTable } from './tables.ts'

export function isReferenced(id: number, partitions: Iterable<PartitionExtents>, current: Generation): boolean {
  for (const { extents } of partitions) if (extents.some(({ generation }) => generation === id)) return true
  let found = false
  current.meta.visit(extentsTable.start, extentsTable.end, (_key, value) => {
    found = extentsTable.decodeValue(value).generation === id
    return !found
  })
  return found
}
