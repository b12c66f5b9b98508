// Bugs planted on purpose: a model check that does not find them would not find the real ones either.
import { extentsTable, groupOffsetsTable, producersTable } from '../../core/storage/tables.ts'
import type { World } from './world.ts'

export interface Canary {
  readonly title: string
  readonly plant: (world: World) => void
  /** It is found within so many seeds. */
  readonly seeds: number
}

/** Loses every n-th write of a kind on its way to the disk. */
const losing = (tableId: number, every: number) => (world: World): void => {
  let count = 0
  world.disk.keeps = (key, table) => table !== 'meta' || key[0] !== tableId || ++count % every !== 0
}

export const CANARIES: readonly Canary[] = [
  { title: 'the memory of an idempotent producer is sometimes not stored', plant: losing(producersTable.id, 5), seeds: 60 },
  { title: 'a committed offset is sometimes not stored', plant: losing(groupOffsetsTable.id, 3), seeds: 60 },
  { title: 'where a partition ends is sometimes not stored', plant: losing(extentsTable.id, 5), seeds: 60 },
  {
    title: 'a batch is sometimes not stored',
    plant(world) {
      let count = 0
      world.disk.keeps = (_key, table) => table !== 'log' || ++count % 10 !== 0
    },
    seeds: 60,
  },
  { title: 'writes are acknowledged before they are durable', plant: (world) => void (world.disk.isHasty = true), seeds: 60 },
  { title: 'a crash tears a transaction of the store in two', plant: (world) => void (world.disk.isTorn = true), seeds: 60 },
]
