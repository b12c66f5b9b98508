// The menu of a row: offers only what can be done with it.
import { expect, it } from 'vitest'
import type { RecordRow } from '../../../../core/contract/messages.ts'
import { type RowActions, rowMenu } from '../../../../renderer/features/messages/row-menu.ts'
import { row } from './scripted-topic.ts'

const did: string[] = []
const actions: RowActions = {
  open: () => did.push('open'),
  copyField: (_, field) => did.push(`copy ${field}`),
  copyRow: (_, format) => did.push(`copy ${format}`),
  copyCode: (_, client) => did.push(`copy ${client}`),
  edit: () => did.push('edit'),
  filter: (text) => did.push(`filter ${text}`),
  isSelected: () => false,
  toggle: () => did.push('toggle'),
}

function choose(of: RecordRow, ...path: string[]): void {
  let entries = rowMenu(of, actions)
  for (const label of path) {
    const entry = entries.find((one) => 'label' in one && one.label === label)
    if (!entry || 'separator' in entry) throw new Error(`no ${label}`)
    if ('entries' in entry) entries = [...entry.entries]
    else if (!entry.disabled) entry.run()
  }
}

it('does to the row what it says', () => {
  did.length = 0
  const keyed = row(0, 1, 1, 'k-1')
  for (const path of [['Open'], ['Select'], ['Copy key'], ['Copy value'], ['Copy as', 'JSON envelope'], ['Copy as', 'CSV'], ['Copy as', 'kcat command']]) choose(keyed, ...path)
  choose(keyed, 'Edit & resend')
  choose(keyed, 'Filter by this key')
  choose(keyed, 'Leave out this key')
  expect(did).toEqual(['open', 'toggle', 'copy key', 'copy value', 'copy jsonl', 'copy csv', 'copy kcat', 'edit', 'filter key = "k-1"', 'filter -key = "k-1"'])
})

it('offers neither a key nor a filter by it where the key is null, cut or not text', () => {
  did.length = 0
  choose(row(0, 1), 'Copy key')
  choose(row(0, 1), 'Filter by this key')
  choose({ ...row(0, 1), key: { kind: 'text', text: 'long', sizeBytes: 900, cut: true } }, 'Filter by this key')
  choose({ ...row(0, 1), key: { kind: 'binary', hex: 'ff', sizeBytes: 1, cut: false } }, 'Filter by this key')
  expect(did).toEqual([])
})

it('has no Edit & resend where records cannot be sent', () => {
  expect(rowMenu(row(0, 1), { ...actions, edit: null }).some((entry) => 'label' in entry && entry.label.startsWith('Edit'))).toBe(false)
})
