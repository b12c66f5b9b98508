// A key, value or header too large to travel whole: laid out or as stored, searched, and never in the page but for what is in sight.
import { ChevronDown, ChevronUp } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import type { RecordPart } from '../../../core/contract/records.ts'
import { beginningLines } from '../../format/json-beginning.ts'
import { formatCount } from '../../format/numbers.ts'
import { formatBytes } from '../../format/sizes.ts'
import { failureOf } from '../../rpc/failure.ts'
import { IconButton } from '../../ui/button.tsx'
import { FailureNotice } from '../../ui/failure-notice.tsx'
import { LargeText } from '../../ui/large-text.tsx'
import type { LineCanvasHandle } from '../../ui/line-canvas.tsx'
import type { FoundPlace, LineSource } from '../../ui/line-source.ts'
import { Segments } from '../../ui/segments.tsx'
import { type Layout, type RecordPlace, useFinder, useLines } from './record.queries.ts'

export interface LargeTextViewProps {
  what: string
  place: RecordPlace
  of: RecordPart
  json: boolean
  sizeBytes: number
  /** What came with the record: seen until the lines of all of it are known. */
  beginning: string
}

const LAYOUTS = [
  { value: 'indented', label: 'Laid out' },
  { value: 'stored', label: 'As stored' },
] as const

export function LargeTextView({ what, place, of, json, sizeBytes, beginning }: LargeTextViewProps): ReactNode {
  const [layout, setLayout] = useState<Layout>(json ? 'indented' : 'stored')
  return (
    <>
      <div className="flex min-h-8 shrink-0 items-center gap-2 border-b border-n5 px-3 text-small text-n10">
        {json ? 'JSON' : 'Text'} · {formatBytes(sizeBytes)}
        <span className="flex-1" />
        {json && <Segments label="Layout" value={layout} onChange={setLayout} options={LAYOUTS} />}
      </div>
      <Lines key={layout} what={what} place={place} of={of} json={json} layout={layout} beginning={beginning} onStored={() => setLayout('stored')} />
    </>
  )
}

interface LinesProps extends Omit<LargeTextViewProps, 'sizeBytes'> {
  layout: Layout
  onStored: () => void
}

function Lines({ what, place, of, json, layout, beginning, onStored }: LinesProps): ReactNode {
  const source = useLines(place, of, layout)
  const first = useMemo(() => sourceOf(beginningLines(beginning, layout)), [beginning, layout])
  const find = useFinder(place, of, layout)
  const view = useRef<LineCanvasHandle>(null)
  const [found, setFound] = useState<FoundPlace | null>(null)
  const reveal = (next: FoundPlace | null): void => {
    setFound(next)
    if (next) view.current?.reveal(next.line)
  }
  const failure = source.failure && (
    <FailureNotice
      failure={source.failure}
      action={layout === 'indented' ? { label: 'Show as stored', run: onStored } : { label: 'Try again', run: source.retry }}
    />
  )
  return (
    <>
      <FindBar what={what} total={source.total} find={find} found={found} onFound={reveal} />
      {failure}
      {!source.failure || source.total !== undefined ? (
        <LargeText label={what} source={source.total === undefined ? first : source} json={json} found={found} handle={view} />
      ) : null}
    </>
  )
}

const sourceOf = (lines: readonly string[]): LineSource => ({
  total: lines.length,
  at: (line) => ({ text: lines[line]!, continues: false }),
  show: () => {},
})

interface FindBarProps {
  what: string
  total: number | undefined
  find: ReturnType<typeof useFinder>
  found: FoundPlace | null
  onFound: (found: FoundPlace | null) => void
}

/** A text to find, or `:1200` for a line. */
function FindBar({ what, total, find, found, onFound }: FindBarProps): ReactNode {
  const [text, setText] = useState('')
  const [said, setSaid] = useState('')
  const search = async (backwards: boolean): Promise<void> => {
    if (text === '' || total === undefined) return
    const line = /^:(\d{1,9})$/.exec(text)?.[1]
    if (line !== undefined) return onFound({ line: Math.min(Math.max(Number(line), 1), total) - 1, column: 0, length: 0 })
    const from = found === null ? (backwards ? total : 0) : backwards ? found.line : found.line + 1
    try {
      const next = (await find({ text, fromLine: from, backwards })) ?? (await find({ text, fromLine: backwards ? total : 0, backwards }))
      onFound(next)
      setSaid(next === null ? 'Not in here: all of it was searched.' : `Line ${formatCount(next.line + 1)}`)
    } catch (error) {
      setSaid(failureOf(error).message)
    }
  }
  return (
    <form
      role="search"
      className="flex h-8 shrink-0 items-center gap-1 border-b border-n5 px-2"
      onSubmit={(event) => (event.preventDefault(), void search(false))}
    >
      <input
        type="search"
        aria-label={`Find in the ${what.toLowerCase()}`}
        placeholder="Find, or :line"
        value={text}
        onChange={(event) => (setText(event.target.value), setSaid(''), onFound(null))}
        onKeyDown={(event) => event.key === 'Enter' && event.shiftKey && (event.preventDefault(), void search(true))}
        className="h-6 w-48 min-w-0 rounded-inner border border-n7 bg-n1 px-2 placeholder:text-n9"
      />
      <IconButton label="Previous (Shift+Enter)" onClick={() => void search(true)}>
        <ChevronUp size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label="Next (Enter)" onClick={() => void search(false)}>
        <ChevronDown size={14} aria-hidden="true" />
      </IconButton>
      <span role="status" className="min-w-0 flex-1 truncate text-small text-n10 tabular-nums">
        {said}
      </span>
      <span className="text-small text-n10 tabular-nums">{total === undefined ? 'Counting lines…' : `${formatCount(total)} lines`}</span>
    </form>
  )
}
