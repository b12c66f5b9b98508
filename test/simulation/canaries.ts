// Bugs planted on purpose: a model check that does not find them would not find the real ones either.
import { isControl } from '../../core/protocol/records/record-batch.ts'
import { abortedTransactionsTable, extentsTable, groupOffsetsTable, pendingOffsetsTable, producersTable, transactionsTable } from '../../core/storage/tables.ts'
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

const ATTRIBUTES_AT = 21

/** Readers wait for no transaction. */
function passOpenTransactions(world: World): void {
  world.started = ({ broker: { context } }) => {
    const get = context.logs.get.bind(context.logs)
    context.logs.get = (id) => {
      const log = get(id)
      if (log) Object.defineProperty(log, 'lastStableOffset', { get: () => log.highWatermark, configurable: true })
      return log
    }
  }
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
  {
    title: 'a marker is sometimes not stored',
    plant(world) {
      let count = 0
      world.disk.keeps = (_key, table, value) => table !== 'log' || value === null || !isControl(value.readInt16BE(ATTRIBUTES_AT)) || ++count % 3 !== 0
    },
    seeds: 60,
  },
  { title: 'the state of a transaction is sometimes not stored', plant: losing(transactionsTable.id, 4), seeds: 60 },
  { title: 'the pending offset of a transaction is sometimes not stored', plant: losing(pendingOffsetsTable.id, 2), seeds: 200 },
  { title: 'it is sometimes not stored that a transaction was aborted', plant: losing(abortedTransactionsTable.id, 2), seeds: 60 },
  { title: 'readers of committed records do not wait for open transactions', plant: passOpenTransactions, seeds: 60 },
  { title: 'writes are acknowledged before they are durable', plant: (world) => void (world.disk.isHasty = true), seeds: 60 },
  { title: 'a crash tears a transaction of the store in two', plant: (world) => void (world.disk.isTorn = true), seeds: 60 },
]
