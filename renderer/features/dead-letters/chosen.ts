// What an action is about: selected rows, the case that is open, the group that is looked at, or a group under the cursor.
import type { FailureFilter, FailureGroup, FailureKey, FailureRow } from '../../../core/contract/dead-letters.ts'
import { counted } from '../../format/numbers.ts'

/** `groups` is empty where the filter itself is what was chosen. */
export type Chosen = { kind: 'keys'; keys: FailureKey[]; rows: FailureRow[] } | { kind: 'groups'; groups: FailureGroup[]; filter: FailureFilter; count: number }

export interface ChosenFrom {
  selectedRows: readonly FailureRow[]
  /** How many meet the filter, where all of them are selected and more than are loaded; else null. */
  allMatching: number | null
  /** The case that is open, else the row under the cursor. */
  row: FailureRow | null
  selectedGroups: readonly FailureGroup[]
  /** The group that is looked at, else the one under the cursor. */
  group: FailureGroup | null
  /** Rows count for more while the list is looked at. */
  isList: boolean
  filter: FailureFilter
}

/** null: there is nothing that an action could be about. */
export function chosenOf({ selectedRows, allMatching, row, selectedGroups, group, isList, filter }: ChosenFrom): Chosen | null {
  if (isList && allMatching !== null) return { kind: 'groups', groups: [], filter, count: allMatching }
  if (isList && selectedRows.length > 0) return ofRows(selectedRows)
  if (row) return ofRows([row])
  return chosenGroups(selectedGroups.length > 0 ? selectedGroups : group ? [group] : [], filter)
}

const ofRows = (rows: readonly FailureRow[]): Chosen => ({ kind: 'keys', keys: rows.map(({ key }) => key), rows: [...rows] })

export function chosenGroups(groups: readonly FailureGroup[], filter: FailureFilter): Chosen | null {
  if (groups.length === 0) return null
  const fingerprints = groups.flatMap(({ fingerprint, merged }) => [fingerprint, ...merged])
  return { kind: 'groups', groups: [...groups], filter: { ...filter, fingerprints }, count: groups.reduce((sum, { count }) => sum + count, 0) }
}

export const countOf = (chosen: Chosen): number => (chosen.kind === 'keys' ? chosen.keys.length : chosen.count)

/** `1 dead letter`, `712 dead letters of 2 groups`. */
export function chosenWords(chosen: Chosen): string {
  const what = counted(countOf(chosen), 'dead letter')
  if (chosen.kind === 'keys') return what
  if (chosen.groups.length === 0) return `all ${what} that match`
  return chosen.groups.length === 1 ? `${what} of a group` : `${what} of ${counted(chosen.groups.length, 'group')}`
}

/** As the contract names a selection, for a replay. */
export const selectionOf = (chosen: Chosen, topics: readonly string[]) =>
  chosen.kind === 'keys' ? { kind: 'keys' as const, keys: chosen.keys } : { kind: 'filter' as const, topics: [...topics], filter: chosen.filter }

/** As the contract names a selection, for marking. */
export const markedOf = (chosen: Chosen) =>
  chosen.kind === 'keys' ? { kind: 'keys' as const, keys: chosen.keys } : { kind: 'filter' as const, filter: chosen.filter }

/** Why a single record is wanted and this is none; null where it is one. */
export const whyNotOne = (chosen: Chosen | null): string | null =>
  chosen === null ? 'Nothing is chosen.' : chosen.kind === 'keys' && chosen.keys.length === 1 ? null : 'One dead letter is edited at a time. Bulk repair changes many.'
