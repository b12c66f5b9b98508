// The value of the message: JSON or text in Monaco, bytes in hexadecimal, or a tombstone.
import { lazy, type ReactNode, Suspense, useMemo } from 'react'
import { formatBytes } from '../../format/sizes.ts'
import { useSettled } from '../../ui/clock.ts'
import { Segments } from '../../ui/segments.tsx'
import { SkeletonRows } from '../../ui/states.tsx'
import { type Part, type PartKind, payloadOf } from './draft.ts'
import { useDrafts } from './drafts.ts'

const loadEditor = () => import('../../ui/json-editor.tsx')
const JsonEditor = lazy(async () => ({ default: (await loadEditor()).JsonEditor }))

/** Loads the editor ahead of its first use. A failure shows when it is used, if it still fails then. */
export const prefetchEditor = (): void => void loadEditor().catch(() => {})

const KINDS: readonly { value: PartKind; label: string }[] = [
  { value: 'json', label: 'JSON' },
  { value: 'text', label: 'Text' },
  { value: 'hex', label: 'Hex' },
  { value: 'null', label: 'Tombstone' },
]

/** A value of a megabyte is not read through at every keystroke. */
const SIZE_SETTLES_MS = 150

export interface ValueEditorProps {
  connectionId: string
  value: Part
  dark: boolean
  onChange: (value: Part) => void
}

export function ValueEditor({ connectionId, value, dark, onChange }: ValueEditorProps): ReactNode {
  const revision = useDrafts((drafts) => drafts.revision)
  return (
    <section aria-label="Value" className="flex min-h-0 flex-1 flex-col bg-n1">
      <header className="flex h-9 shrink-0 items-center gap-3 border-b border-n5 px-3">
        <h2 className="text-small font-medium text-n10">Value</h2>
        <Segments label="Kind of value" options={KINDS} value={value.kind} onChange={(kind) => onChange({ ...value, kind })} />
        <ValueSize value={value} />
      </header>
      {value.kind === 'null' ? (
        <p className="p-4 text-n10">
          A tombstone: the value is <em>null</em>, not empty. In a compacted topic it removes the key. What you wrote stays here for when
          you switch back.
        </p>
      ) : (
        <Suspense fallback={<SkeletonRows label="Loading the editor" rows={6} />}>
          <JsonEditor
            name={`${connectionId}/${revision}`}
            label="Value of the message"
            language={value.kind === 'json' ? 'json' : 'plaintext'}
            initialValue={value.text}
            dark={dark}
            onChange={(text) => onChange({ ...value, text })}
          />
        </Suspense>
      )}
    </section>
  )
}

function ValueSize({ value }: { value: Part }): ReactNode {
  const settled = useSettled(value, SIZE_SETTLES_MS)
  const payload = useMemo(() => payloadOf(settled, 'The value'), [settled])
  if (!payload.ok)
    return (
      <span className="truncate text-small text-warn" title={payload.error}>
        {value.kind === 'json' ? 'not JSON yet' : 'not hexadecimal yet'}
      </span>
    )
  if (payload.value.kind === 'null') return null
  const sizeBytes = payload.value.kind === 'bytes' ? payload.value.bytes.length : new TextEncoder().encode(payload.value.text).length
  return <span className="text-small text-n10 tabular-nums">{formatBytes(sizeBytes)}</span>
}
