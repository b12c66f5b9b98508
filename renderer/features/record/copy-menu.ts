// What can be copied and saved of an open record: entries of its menu, and the same as commands.
import type { Field, RecordAddress, RecordPart, WholeRecord } from '../../../core/contract/records.ts'
import { hexOf } from '../../format/hex.ts'
import type { PartToFetch } from '../../rpc/record-bytes.ts'
import type { Command } from '../../ui/commands.ts'
import { copyText } from '../../ui/copy-text.ts'
import type { MenuAction, MenuEntry } from '../../ui/menu.tsx'
import { copyAsCode, envelopeText, isCut, whyNoCode } from './copy-as.ts'
import type { PartJob } from './use-part-job.ts'

type PartName = 'key' | 'value'

export interface RecordCopies {
  copy: (part: PartName) => MenuAction
  menu: MenuEntry[]
  commands: Command[]
}

export function recordCopies(record: WholeRecord, bootstrap: string, job: PartJob): RecordCopies {
  const copy = (part: PartName): MenuAction => copyAction(record, part, job)
  const envelope = asText('JSON envelope', isCut(record) ? 'The record is not here as a whole: save its value as a file, or its row as JSONL.' : null, () =>
    envelopeText(record),
  )
  const noCode = whyNoCode(record)
  const [kcat, ...clients] = copyAsCode(bootstrap).map(({ label, text }) => asText(label, noCode, () => text(record)))
  const saves = (['value', 'key'] as const).map((part) => saveAction(record, part, job))
  return {
    copy,
    menu: [
      copy('value'),
      copy('key'),
      { separator: true },
      { ...envelope, label: 'Copy as JSON envelope' },
      { ...kcat!, label: 'Copy as kcat command' },
      { label: 'Copy as code', entries: clients },
      { separator: true },
      ...saves,
    ],
    commands: [
      command('copy-value', copy('value')),
      command('copy-key', copy('key')),
      command('copy-envelope', { ...envelope, label: 'Copy as JSON envelope' }),
      command('copy-kcat', { ...kcat!, label: 'Copy as kcat command' }),
      ...clients.map((client) => command(`copy-${client.label.split(' ')[0]!.toLowerCase()}`, { ...client, label: `Copy as ${client.label}` })),
      command('save-value', saves[0]!),
      command('save-key', saves[1]!),
    ],
  }
}

const command = (id: string, { label, disabled, title, run }: MenuAction): Command => ({
  id: `record.${id}`,
  title: label,
  keys: [],
  run,
  disabled: disabled ? (title ?? 'There is nothing to copy') : undefined,
})

function asText(label: string, why: string | null, text: () => string): MenuAction {
  return { label, disabled: why !== null, ...(why !== null && { title: why }), run: () => void copyText(text(), `the record as ${label}`) }
}

function copyAction(record: WholeRecord, part: PartName, job: PartJob): MenuAction {
  const field = record[part]
  const label = field.kind === 'binary' ? `Copy ${part} as hexadecimal` : `Copy ${part}`
  if (field.kind === 'null') return { label, disabled: true, title: `The ${part} is null.`, run: () => {} }
  if (!field.cut) return { label, run: () => void copyText(clipboardText(field), `the ${part}`) }
  if (field.kind === 'binary') return { label, disabled: true, title: 'Bytes of this size cannot be copied: save them as a file.', run: () => {} }
  return { label, run: () => job.copy(partOf(record, part, field)) }
}

function saveAction(record: WholeRecord, part: PartName, job: PartJob): MenuAction {
  const field = record[part]
  const label = `Save ${part} as a file`
  if (field.kind === 'null') return { label, disabled: true, title: `The ${part} is null.`, run: () => {} }
  return { label, run: () => job.save(partOf(record, part, field)) }
}

function partOf(record: WholeRecord, part: PartName, field: PartToFetch['field']): PartToFetch {
  const address: RecordAddress = { partition: record.partition, offset: record.offset }
  const of: RecordPart = { part }
  return { address, of, field }
}

/** The text as stored, or the bytes in hexadecimal. */
function clipboardText(field: Exclude<Field, { kind: 'null' }>): string {
  return field.kind === 'binary' || field.text === null ? hexOf(field.bytes) : field.text
}
