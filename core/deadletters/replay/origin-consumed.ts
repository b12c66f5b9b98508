// Records that were consumed after a replay, by where they had failed first: a dead letter of the same place and group may be the same record.
import { createHash } from 'node:crypto'
import type { Write } from '../../storage/tables.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { type LedgerKey, type ReplayedRow, replayedTable } from '../../storage/workbench-tables.ts'
import { type LedgerTarget, replayedBefore } from './ledger.ts'
import { isFileLine, type PlanItem } from './plan.ts'

type Item = Pick<PlanItem, 'source' | 'origin'>

export function originConsumedWrites(item: Item | undefined, target: LedgerTarget, { jobId, index }: LedgerKey, atMs: number): Write[] {
  const name = item === undefined ? null : originName(item, target)
  return name === null ? [] : [replayedTable.put(name, { jobId, index, state: 'SENT', atMs })]
}

/** It came back all the same. */
export function forgetOriginConsumed(store: WorkbenchStore, item: Item | undefined, target: LedgerTarget, { jobId, index }: LedgerKey): Write[] {
  const name = item === undefined ? null : originName(item, target)
  const row = name === null ? undefined : store.get(replayedTable, name)
  return row?.jobId === jobId && row.index === index ? [replayedTable.remove(name!)] : []
}

/** By another dead letter than this one. */
export function originConsumed(store: WorkbenchStore, item: Item, target: LedgerTarget): ReplayedRow | undefined {
  const name = originName(item, target)
  const row = name === null ? undefined : store.get(replayedTable, name)
  const own = replayedBefore(store, item.source, target)
  return own?.jobId === row?.jobId && own?.index === row?.index ? undefined : row
}

function originName({ source, origin }: Item, target: LedgerTarget): string | null {
  if (isFileLine(source) || origin === null || origin.partition === null || origin.offset === null) return null
  const place = ['origin', source.clusterId, origin.topic, origin.partition, origin.offset, origin.group, target.clusterId, target.topic]
  return createHash('sha256').update(JSON.stringify(place)).digest('base64url').slice(0, 22)
}
