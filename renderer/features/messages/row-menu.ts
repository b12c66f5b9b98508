// What can be done with one row, by the right mouse button or the menu key.
import type { Preview, RecordRow } from '../../../core/contract/messages.ts'
import type { WholeRecord } from '../../../core/contract/records.ts'
import type { ExportFormat } from '../../format/record-export.ts'
import type { MenuEntry } from '../../ui/menu.tsx'

export interface RowActions {
  open: (row: RecordRow) => void
  copyField: (row: RecordRow, field: 'key' | 'value') => void
  copyRow: (row: RecordRow, format: ExportFormat) => void
  copyCode: (row: RecordRow, code: CopyAs) => void
  edit: ((row: RecordRow) => void) | null
  filter: (text: string) => void
  isSelected: (row: RecordRow) => boolean
  toggle: (row: RecordRow) => void
}

/** A record as something to run. */
export interface CopyAs {
  label: string
  text: (record: WholeRecord) => string
}

export function rowMenu(row: RecordRow, copyAs: readonly CopyAs[], actions: RowActions): MenuEntry[] {
  const key = wholeText(row.key)
  const edit = actions.edit
  return [
    { label: 'Open', keys: 'Enter', run: () => actions.open(row) },
    { label: actions.isSelected(row) ? 'Take out of the selection' : 'Select', keys: 'X', run: () => actions.toggle(row) },
    { separator: true },
    { label: 'Copy key', disabled: row.key.kind === 'null', run: () => actions.copyField(row, 'key') },
    { label: 'Copy value', disabled: row.value.kind === 'null', run: () => actions.copyField(row, 'value') },
    {
      label: 'Copy as',
      entries: [
        { label: 'JSON envelope', run: () => actions.copyRow(row, 'jsonl') },
        { label: 'CSV', run: () => actions.copyRow(row, 'csv') },
        ...copyAs.map((code): MenuEntry => ({ label: code.label, run: () => actions.copyCode(row, code) })),
      ],
    },
    { separator: true },
    ...(edit ? [{ label: 'Edit & resend', keys: 'E', run: () => edit(row) }] : []),
    { label: 'Filter by this key', disabled: key === null, run: () => actions.filter(key ?? '') },
  ]
}

/** What a filter can look for: a text that is all there. */
function wholeText(preview: Preview): string | null {
  return (preview.kind === 'text' || preview.kind === 'json') && !preview.cut && preview.text !== '' ? preview.text : null
}
