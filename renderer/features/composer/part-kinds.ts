// The kinds that a part can be written in, as the choices of a control.
import type { SelectOption } from '../../ui/select.tsx'
import { formatBytes } from '../../format/sizes.ts'
import type { Part, PartKind } from './part.ts'

const LABELS: Record<Exclude<PartKind, 'stored'>, string> = { json: 'JSON', text: 'Text', hex: 'Hex', null: 'null' }

/** `stored` can be chosen only where there is something stored. */
export function kindOptions(part: Part, kinds: readonly Exclude<PartKind, 'stored'>[], labels: Partial<Record<PartKind, string>> = {}): SelectOption<PartKind>[] {
  const options: SelectOption<PartKind>[] = kinds.map((value) => ({ value, label: labels[value] ?? LABELS[value] }))
  return part.stored ? [{ value: 'stored', label: labels.stored ?? 'As it is' }, ...options] : options
}

/** What stands in a field instead of bytes that are not shown. */
export function standIn({ kind, stored }: Part, empty: string): string {
  if (kind === 'null') return 'null'
  if (kind === 'stored' && stored) return `${formatBytes(stored.sizeBytes)}, sent as it is`
  return empty
}
