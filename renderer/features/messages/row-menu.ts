// What can be done with one row, by the right mouse button or the menu key.
import type { Preview, RecordRow } from '../../../core/contract/messages.ts'
import type { CodeClient } from '../../format/client-code/connect-code.ts'
import type { ExportFormat } from '../../format/record-export.ts'
import type { MenuEntry } from '../../ui/menu.tsx'
import { keyFilter } from './filter-text.ts'

export interface RowActions {
  open: (row: RecordRow) => void
  copyField: (row: RecordRow, field: 'key' | 'value') => void
  copyRow: (row: RecordRow, format: ExportFormat) => void
  /** As a program of this client that sends it again. */
  copyCode: (row: RecordRow, client: CodeClient) => void
  edit: ((row: RecordRow) => void) | null
  filter: (text: string) => void
  isSelected: (row: RecordRow) => boolean
  toggle: (row: RecordRow) => void
}

const CLIENT_LABELS: Record<CodeClient, string> = {
  kcat: 'kcat command',
  Java: 'Java',
  Node: 'Node (kafkajs)',
  Python: 'Python',
  Go: 'Go',
  Spring: 'Spring',
}

const CLIENTS = Object.keys(CLIENT_LABELS) as CodeClient[]

export function rowMenu(row: RecordRow, actions: RowActions): MenuEntry[] {
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
        { separator: true },
        ...CLIENTS.map((client): MenuEntry => ({ label: CLIENT_LABELS[client], run: () => actions.copyCode(row, client) })),
      ],
    },
    { separator: true },
    ...(edit ? [{ label: 'Edit & resend', keys: 'E', run: () => edit(row) }] : []),
    { label: 'Filter by this key', disabled: key === null, run: () => actions.filter(keyFilter(key ?? '')) },
    { label: 'Leave out this key', disabled: key === null, run: () => actions.filter(`-${keyFilter(key ?? '')}`) },
  ]
}

/** What a filter can look for: a text that is all there. */
function wholeText(preview: Preview): string | null {
  return (preview.kind === 'text' || preview.kind === 'json') && !preview.cut && preview.text !== '' ? preview.text : null
}
