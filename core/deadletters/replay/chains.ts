// The dead letters of one record that came back after replays: whichever of them goes through, it went through for all.
import { createHash } from 'node:crypto'
import type { Write } from '../../storage/tables.ts'
import type { WorkbenchStore } from '../../storage/workbench-store.ts'
import { type LedgerKey, type ReplayChainRow, replayChainsTable, type ReplayedRow, replayOutcomesTable } from '../../storage/workbench-tables.ts'
import type { FailureKey } from '../failure.ts'
import { type LedgerTarget, replayedBefore } from './ledger.ts'
import { isFileLine, type ItemSource } from './plan.ts'

/** That item of that job sent `earlier`, and it came back as `later`. */
export interface ChainLink {
  readonly earlier: FailureKey
  readonly later: FailureKey
  readonly cameBy: LedgerKey
}

/** Several links may belong to one chain: each is laid onto those before it. */
export function chainWrites(store: WorkbenchStore, links: readonly ChainLink[]): Write[] {
  const rows = new Map<string, ReplayChainRow>()
  const row = (name: string): ReplayChainRow | undefined => rows.get(name) ?? store.get(replayChainsTable, name)
  for (const { earlier, later, cameBy } of links) {
    const [first, last] = [nameOf(earlier), nameOf(later)]
    if (first === last || row(last) !== undefined) continue
    const chain = row(first)?.chain ?? first
    const members = row(chain)?.members ?? [{ key: earlier, cameBy: null }]
    rows.set(chain, { chain, members: [...members, { key: later, cameBy }] })
    rows.set(last, { chain, members: [] })
  }
  return Array.from(rows, ([name, changed]) => replayChainsTable.put(name, changed))
}

/** The other dead letters of the same record in that cluster. */
export function othersInChain(store: WorkbenchStore, source: FailureKey): FailureKey[] {
  const name = nameOf(source)
  return membersOf(store, name).flatMap(({ key }) => (nameOf(key) === name || key.clusterId !== source.clusterId ? [] : [key]))
}

export interface SameRecordSent extends ReplayedRow {
  readonly isConsumed: boolean
  /** The dead letter that was sent came later than the one that is asked for. */
  readonly isLater: boolean
}

/** Whether another dead letter of the same record was sent to this target, or may have been, and did not come back. */
export function sameRecordSent(store: WorkbenchStore, source: ItemSource, target: LedgerTarget): SameRecordSent | undefined {
  if (isFileLine(source)) return undefined
  const name = nameOf(source)
  const members = membersOf(store, name)
  const own = members.findIndex(({ key }) => nameOf(key) === name)
  for (let at = members.length - 1; at >= 0; at--) {
    if (at === own) continue
    const sent = replayedBefore(store, members[at]!.key, target)
    if (sent === undefined || members.some(({ cameBy }) => cameBy?.jobId === sent.jobId && cameBy.index === sent.index)) continue
    const outcome = store.get(replayOutcomesTable, { jobId: sent.jobId, index: sent.index })?.outcome
    if (outcome !== 'bounced') return { ...sent, isConsumed: outcome === 'consumed', isLater: at > own }
  }
  return undefined
}

export function sameRecordText({ isConsumed, isLater, state, jobId }: SameRecordSent, topic: string, jobText: (jobId: string) => string): string {
  const what = isConsumed ? 'was consumed' : state === 'SENT' ? `was sent to "${topic}"` : `may have been sent to "${topic}"`
  return `The same record ${what} after ${jobText(jobId)} replayed ${isLater ? 'a later' : 'an earlier'} dead letter of it.`
}

function membersOf(store: WorkbenchStore, name: string): ReplayChainRow['members'] {
  const row = store.get(replayChainsTable, name)
  return row === undefined || row.chain === name ? (row?.members ?? []) : (store.get(replayChainsTable, row.chain)?.members ?? [])
}

function nameOf({ clusterId, topicId, partition, offset }: FailureKey): string {
  return createHash('sha256').update(JSON.stringify([clusterId, topicId, partition, offset])).digest('base64url').slice(0, 22)
}
