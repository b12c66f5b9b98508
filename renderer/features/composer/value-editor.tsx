// The value of the message: JSON or text in Monaco, bytes in hexadecimal, a tombstone, or the bytes of a record as they are.
import { WrapText } from 'lucide-react'
import { lazy, type ReactNode, type Ref, Suspense, useMemo, useRef } from 'react'
import { formatBytes } from '../../format/sizes.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/class-names.ts'
import { useSettled } from '../../ui/clock.ts'
import { useCommands, useKeyLabel } from '../../ui/commands.ts'
import type { JsonEditorHandle } from '../../ui/json-editor.tsx'
import { Segments } from '../../ui/segments.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { useDrafts } from './drafts.ts'
import { formattedJson } from './json-format.ts'
import { contentOf, hasMixedLineEnds, isJsonFilledIn, jsonProblem, type Part, type PartKind, placeOfStored, sizeOfContent } from './part.ts'
import { kindOptions } from './part-kinds.ts'

const loadEditor = () => import('../../ui/json-editor.tsx')
const JsonEditor = lazy(async () => ({ default: (await loadEditor()).JsonEditor }))

/** Loads the editor ahead of its first use. A failure shows when it is used, if it still fails then. */
export const prefetchEditor = (): void => void loadEditor().catch(() => {})

const VALUE_KINDS: readonly Exclude<PartKind, 'stored'>[] = ['json', 'text', 'hex', 'null']
const VALUE_LABELS = { null: 'Tombstone' }

/** A value of a megabyte is not read through at every keystroke. */
const CHECK_SETTLES_MS = 150

export interface ValueEditorProps {
  connectionId: string
  value: Part
  dark: boolean
  onChange: (value: Part) => void
}

export function ValueEditor({ connectionId, value, dark, onChange }: ValueEditorProps): ReactNode {
  const editor = useRef<JsonEditorHandle>(null)
  const format = (): void => editor.current?.rewrite(formattedJson)
  useCommands([
    {
      id: 'composer.format',
      title: 'Format the JSON of the value',
      keys: ['Alt+Shift+F'],
      disabled: value.kind === 'json' ? undefined : 'The value is not written as JSON',
      run: format,
    },
  ])
  return (
    <section aria-label="Value" className="flex min-h-0 flex-1 flex-col bg-n1">
      <header className="flex h-9 shrink-0 items-center gap-3 border-b border-n5 px-3">
        <h2 className="text-small font-medium text-n10">Value</h2>
        <Segments label="Kind of value" options={kindOptions(value, VALUE_KINDS, VALUE_LABELS)} value={value.kind} onChange={(kind) => onChange({ ...value, kind })} />
        <span className="flex-1" />
        {value.kind === 'json' && <FormatButton onClick={format} />}
      </header>
      <ValueBody editor={editor} connectionId={connectionId} value={value} dark={dark} onChange={onChange} />
      <ValueVerdict value={value} />
    </section>
  )
}

function FormatButton({ onClick }: { onClick: () => void }): ReactNode {
  const keys = useKeyLabel('composer.format')
  return (
    <Button variant="quiet" shortcut={keys} title="Lay the JSON out over lines. Numbers and strings stay as they are written." onClick={onClick}>
      <WrapText size={13} aria-hidden="true" />
      Format
    </Button>
  )
}

function ValueBody({ editor, connectionId, value, dark, onChange }: ValueEditorProps & { editor: Ref<JsonEditorHandle> }): ReactNode {
  const revision = useDrafts((drafts) => drafts.revision)
  if (value.kind === 'null') {
    return (
      <p className="flex-1 p-4 text-n10">
        A tombstone: the value is <em>null</em>, not empty. In a compacted topic it removes the key. What you wrote stays here for when you
        switch back.
      </p>
    )
  }
  if (value.kind === 'stored') return <StoredValue value={value} />
  return (
    <Suspense fallback={<SkeletonRows label="Loading the editor" rows={6} />}>
      <JsonEditor
        handle={editor}
        name={`${connectionId}/${revision}`}
        label="Value of the message"
        language={value.kind === 'json' ? 'json' : 'plaintext'}
        initialValue={value.text}
        dark={dark}
        onChange={(text) => onChange({ ...value, text })}
      />
    </Suspense>
  )
}

function StoredValue({ value: { stored } }: { value: Part }): ReactNode {
  if (!stored) return null
  return (
    <div className="flex flex-1 flex-col gap-1 p-4 select-text">
      <p className="font-medium">{formatBytes(stored.sizeBytes)}, sent as it is</p>
      <p className="max-w-130 text-n10">
        The value of <span className="font-mono text-mono text-n12">{placeOfStored(stored)}</span> is too large to be edited here. When you send,
        its bytes are read from there and sent again, unchanged. Choose JSON, Text or Hex to write another value instead.
      </p>
    </div>
  )
}

/** One line below the editor: how large it is, or where it is wrong and why. */
function ValueVerdict({ value }: { value: Part }): ReactNode {
  const settled = useSettled(value, CHECK_SETTLES_MS)
  const { tone, text } = useMemo(() => verdictOf(settled), [settled])
  return (
    <p role="status" aria-label="Check of the value" className={cx('flex h-6.5 shrink-0 items-center border-t border-n5 px-3 text-small', TONES[tone])} title={text}>
      <span className="truncate select-text">{text}</span>
    </p>
  )
}

const TONES = { plain: 'text-n10 tabular-nums', warn: 'text-warn', bad: 'bg-bad-soft text-bad' }

function verdictOf(value: Part): { tone: keyof typeof TONES; text: string } {
  const content = contentOf(value, 'The value')
  if (!content.ok) {
    if (value.kind === 'json' && isJsonFilledIn(value.text)) return { tone: 'warn', text: 'JSON once it is filled in: Send many does that, Send does not.' }
    const problem = value.kind === 'json' ? jsonProblem(value.text) : null
    return { tone: 'bad', text: problem ? `Line ${problem.line}, column ${problem.column}: ${problem.message}` : content.error }
  }
  const sizeBytes = sizeOfContent(content.value)
  if (sizeBytes === null) return { tone: 'plain', text: 'null: no bytes' }
  if (sizeBytes === 0) return { tone: 'warn', text: 'Empty: 0 bytes. That is not a tombstone.' }
  if (hasMixedLineEnds(value.text)) return { tone: 'warn', text: `${formatBytes(sizeBytes)}. Its lines end in different ways: typing makes them alike.` }
  return { tone: 'plain', text: value.kind === 'json' ? `${formatBytes(sizeBytes)}, valid JSON` : formatBytes(sizeBytes) }
}
