// The headers of a record in their order, duplicates kept, each shown as what it most likely is, or as someone chose.
import { Check } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Field, WholeRecord } from '../../../core/contract/records.ts'
import { HEADER_FORMS, type HeaderForm, headerValue } from '../../format/header-value.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { copyText } from '../../ui/copy-text.ts'
import { type MenuEntry, MenuButton } from '../../ui/menu.tsx'
import { useViewState } from '../../ui/view-state.ts'

export interface RecordHeadersProps {
  headers: WholeRecord['headers']
  /** Where choices are remembered: per topic and header name. */
  viewPlace: string
}

export function RecordHeaders({ headers, viewPlace }: RecordHeadersProps): ReactNode {
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
            <HeaderRow key={index} name={header.key} value={header.value} viewPlace={viewPlace} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type Bytes = Exclude<Field, { kind: 'null' }>

function HeaderRow({ name, value, viewPlace }: { name: string; value: Field; viewPlace: string }): ReactNode {
  const [form, setForm] = useViewState<HeaderForm>(viewPlace, `header ${name}`, 'auto')
  const text = value.kind === 'null' ? null : headerValue(name, { ...value, isBinary: value.kind === 'binary' }, form).text
  const entries: MenuEntry[] = [
    { label: 'Copy value', disabled: text === null, run: () => void copyText(text ?? '', `the value of ${name}`) },
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
  return (
    <tr className="border-b border-n3 align-top font-mono text-mono">
      <td className="px-3 py-1 wrap-anywhere select-text">{name === '' ? <span className="text-n9">{'""'}</span> : name}</td>
      <td className="px-2 py-1">
        <HeaderValue name={name} value={value} form={form} />
      </td>
      <td className="pr-1">
        <MenuButton label={`Actions for the header ${name}`} entries={entries} />
      </td>
    </tr>
  )
}

function HeaderValue({ name, value, form }: { name: string; value: Field; form: HeaderForm }): ReactNode {
  if (value.kind === 'null') return <em className="text-n9">null</em>
  if (value.sizeBytes === 0)
    return (
      <span className="text-n9" title="Empty: 0 bytes, not null">
        {'""'}
      </span>
    )
  return <ShownValue name={name} value={value} form={form} />
}

function ShownValue({ name, value, form }: { name: string; value: Bytes; form: HeaderForm }): ReactNode {
  const { type, text, note, isGuess } = headerValue(name, { ...value, isBinary: value.kind === 'binary' }, form)
  return (
    <>
      <LongText text={text} />
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
function LongText({ text }: { text: string }): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const lines = text.split('\n')
  const isLong = lines.length > SHOWN_LINES || text.length > SHOWN_CHARS
  const beginning = lines.slice(0, SHOWN_LINES).join('\n').slice(0, SHOWN_CHARS)
  return (
    <>
      <span className="wrap-anywhere whitespace-pre-wrap select-text">{isOpen || !isLong ? text : beginning}</span>
      {isLong && (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="ml-1 rounded-inner px-1 font-sans text-small text-accent hover:bg-n4"
        >
          {isOpen ? 'Show less' : lines.length > 1 ? `Show all ${formatCount(lines.length)} lines` : `Show all ${formatCount(text.length)} characters`}
        </button>
      )}
    </>
  )
}
