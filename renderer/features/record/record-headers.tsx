// The headers of a record in their order, duplicates kept, each shown as what it most likely is, or as someone chose.
import { Check } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Field, WholeRecord } from '../../../core/contract/records.ts'
import { HEADER_FORMS, type HeaderForm, headerValue, type ShownHeader } from '../../format/header-value.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { copyText } from '../../ui/copy-text.ts'
import { MenuButton, type MenuEntry } from '../../ui/menu.tsx'
import { useViewState } from '../../ui/view-state.ts'

export interface RecordHeadersProps {
  headers: WholeRecord['headers']
  /** Where choices are remembered: per topic and header name. */
  viewPlace: string
  /** Copies the whole of a value that is here only in part. */
  onCopyWhole: (index: number, field: Bytes) => void
}

export function RecordHeaders({ headers, viewPlace, onCopyWhole }: RecordHeadersProps): ReactNode {
  if (headers.length === 0) return <p className="p-3 text-n10">This record has no headers.</p>
  return (
    <div role="region" aria-label="Headers" tabIndex={0} className="min-h-0 flex-1 overflow-auto bg-n1">
      <table className="w-full table-fixed text-left">
        <thead className="text-small text-n10">
          <tr className="h-6.5 border-b border-n6">
            <th className="w-2/5 px-3 font-medium">Key</th>
            <th className="px-2 font-medium">Value</th>
            <th className="w-9">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {headers.map((header, index) => (
            // Keys repeat, so the place is the identity.
            // oxlint-disable-next-line no-array-index-key
            <HeaderRow
              key={index}
              name={header.key}
              value={header.value}
              viewPlace={viewPlace}
              onCopyWhole={(field) => onCopyWhole(index, field)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type Bytes = Exclude<Field, { kind: 'null' }>

interface HeaderRowProps {
  name: string
  value: Field
  viewPlace: string
  onCopyWhole: (field: Bytes) => void
}

function HeaderRow({ name, value, viewPlace, onCopyWhole }: HeaderRowProps): ReactNode {
  const [form, setForm] = useViewState<HeaderForm>(viewPlace, `header ${name}`, 'auto')
  const shown = value.kind === 'null' ? null : headerValue(name, { ...value, isBinary: value.kind === 'binary' }, form)
  const entries: MenuEntry[] = [
    copyEntry(name, value, shown, onCopyWhole),
    { label: 'Copy key', run: () => void copyText(name, 'the key of the header') },
    { separator: true },
    ...HEADER_FORMS.map((choice): MenuEntry => ({
      label: choice.form === 'auto' ? choice.label : `Show as ${choice.label.toLowerCase()}`,
      icon: <Check size={13} aria-hidden="true" className={choice.form === form ? 'text-accent' : 'invisible'} />,
      title: 'For every header of this name in this topic',
      disabled: value.kind === 'null',
      run: () => setForm(choice.form),
    })),
  ]
  const menu = (
    <td className="pr-1">
      <MenuButton label={`Actions for the header ${name}`} entries={entries} />
    </td>
  )
  const key = name === '' ? <span className="text-n9">{'""'}</span> : name
  // Lines of a stack trace are too long for a column.
  if (shown?.text.includes('\n'))
    return (
      <>
        <tr className="align-top font-mono text-mono">
          <td colSpan={2} className="px-3 pt-1 wrap-anywhere select-text">
            {key}
          </td>
          {menu}
        </tr>
        <tr className="border-b border-n3 font-mono text-mono">
          <td colSpan={3} className="px-3 pb-1">
            <HeaderValue name={name} value={value} shown={shown} />
          </td>
        </tr>
      </>
    )
  return (
    <tr className="border-b border-n3 align-top font-mono text-mono">
      <td className="px-3 py-1 wrap-anywhere select-text">{key}</td>
      <td className="px-2 py-1">
        <HeaderValue name={name} value={value} shown={shown} />
      </td>
      {menu}
    </tr>
  )
}

function copyEntry(name: string, value: Field, shown: ShownHeader | null, onCopyWhole: (field: Bytes) => void): MenuEntry {
  const label = 'Copy value'
  if (value.kind === 'null' || shown === null) return { label, disabled: true, title: 'The value is null.', run: () => {} }
  if (!value.cut) return { label, run: () => void copyText(shown.text, `the value of ${name}`) }
  if (value.kind === 'binary') return { label, disabled: true, title: 'Bytes of this size cannot be copied as text.', run: () => {} }
  return { label, run: () => onCopyWhole(value) }
}

function HeaderValue({ name, value, shown }: { name: string; value: Field; shown: ShownHeader | null }): ReactNode {
  if (value.kind === 'null' || shown === null) return <em className="text-n9">null</em>
  if (value.sizeBytes === 0)
    return (
      <span className="text-n9" title="Empty: 0 bytes, not null">
        {'""'}
      </span>
    )
  return <ShownValue name={name} value={value} shown={shown} />
}

function ShownValue({ name, value, shown: { type, text, note, isGuess } }: { name: string; value: Bytes; shown: ShownHeader }): ReactNode {
  return (
    <>
      <LongText name={name} text={text} />
      {type !== '' && (
        <span
          className="ml-1.5 font-sans text-small whitespace-nowrap text-n10 select-none"
          title={isGuess ? 'A guess from the number of bytes. The menu shows it in other ways.' : undefined}
        >
          {isGuess ? `${type}?` : type}
        </span>
      )}
      {note !== '' && <span className="block font-sans text-small text-n10 select-text">{note}</span>}
      {value.cut && (
        <span className="block font-sans text-small text-warn">
          The first {formatBytes(value.bytes.length)} of {formatBytes(value.sizeBytes)}
        </span>
      )}
    </>
  )
}

const SHOWN_LINES = 8
const SHOWN_CHARS = 1_000

/** Stack traces are long: their beginning first. */
function LongText({ name, text }: { name: string; text: string }): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const lines = text.split('\n')
  const isLong = lines.length > SHOWN_LINES || text.length > SHOWN_CHARS
  const beginning = lines.slice(0, SHOWN_LINES).join('\n').slice(0, SHOWN_CHARS)
  const shown = isOpen || !isLong ? text : beginning
  return (
    <>
      {lines.length > 1 ? (
        <div role="region" aria-label={`Value of ${name}`} tabIndex={0} className="overflow-x-auto whitespace-pre select-text [tab-size:2]">
          {shown}
        </div>
      ) : (
        <span className="wrap-anywhere whitespace-pre-wrap select-text">{shown}</span>
      )}
      {isLong && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="rounded-inner px-1 font-sans text-small text-accent hover:bg-n4"
        >
          {isOpen ? 'Show less' : lines.length > 1 ? `Show all ${formatCount(lines.length)} lines` : `Show all ${formatCount(text.length)} characters`}
        </button>
      )}
    </>
  )
}
