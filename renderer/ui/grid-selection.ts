// Selecting rows of a grid: one, a range, all that are loaded.

export interface GridRows<Row> {
  count: number
  /** undefined = not loaded yet. */
  at: (index: number) => Row | undefined
  /** Where a row is, in constant time; -1 = not here. Without it the grid searches, which only short lists can afford. */
  indexOf?: (key: string) => number
}

export interface GridSelection {
  keys: ReadonlySet<string>
  onChange: (keys: ReadonlySet<string>) => void
}

type KeyOf<Row> = (row: Row) => string

export function toggled(keys: ReadonlySet<string>, key: string): Set<string> {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}

/** From one row to another, both included, whichever comes first; rows that are not loaded are left out. */
export function rangeOf<Row>(rows: GridRows<Row>, keyOf: KeyOf<Row>, from: number, to: number): Set<string> {
  const keys = new Set<string>()
  const last = Math.min(Math.max(from, to), rows.count - 1)
  for (let index = Math.max(Math.min(from, to), 0); index <= last; index += 1) {
    const row = rows.at(index)
    if (row !== undefined) keys.add(keyOf(row))
  }
  return keys
}

export const allOf = <Row>(rows: GridRows<Row>, keyOf: KeyOf<Row>): Set<string> => rangeOf(rows, keyOf, 0, rows.count - 1)

export function indexOfKey<Row>(rows: GridRows<Row>, keyOf: KeyOf<Row>, key: string | null): number {
  if (key === null) return -1
  if (rows.indexOf) return rows.indexOf(key)
  for (let index = 0; index < rows.count; index += 1) {
    const row = rows.at(index)
    if (row !== undefined && keyOf(row) === key) return index
  }
  return -1
}
