// Which row comes next when others leave a list.
import type { FailureRow } from '../../../core/contract/dead-letters.ts'
import type { GridRows } from '../../ui/grid-selection.ts'
import { keyId } from './failure-words.ts'

/** The first that stays after the first that leaves, else the last that stays before it; null where none is loaded. */
export function rowPast(rows: GridRows<FailureRow> | undefined, leaving: ReadonlySet<string>): FailureRow | null {
  let before: FailureRow | null = null
  let hasMet = false
  for (let index = 0; index < (rows?.count ?? 0); index += 1) {
    const row = rows?.at(index)
    if (row === undefined) continue
    if (leaving.has(keyId(row.key))) hasMet = true
    else if (hasMet) return row
    else before = row
  }
  return before
}
