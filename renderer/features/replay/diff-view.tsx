// Lines of a text before and after, one below the other: what goes is marked with a minus, what comes with a plus.
import { type ReactNode, useMemo } from 'react'
import { counted } from '../../format/numbers.ts'
import { tintJson } from '../../format/json-tokens.ts'
import { aroundChanges, type DiffLine } from '../../format/line-diff.ts'
import { cx } from '../../ui/class-names.ts'
import { Tokens } from '../../ui/code-view.tsx'

const CONTEXT_LINES = 4
/** A glance, not a reader: the record itself is one click away. */
const MAX_LINES = 400
const MAX_LINE_CHARS = 600

export function DiffView({ label, lines, isJson }: { label: string; lines: readonly DiffLine[]; isJson: boolean }): ReactNode {
  const shown = useMemo(() => (lines.every(({ kind }) => kind === 'same') ? lines : aroundChanges(lines, CONTEXT_LINES)), [lines])
  return (
    <div role="region" aria-label={label} tabIndex={0} className="overflow-x-auto bg-n1 py-1 font-mono text-mono select-text">
      {shown.slice(0, MAX_LINES).map((line, at) => (
        // Lines have no identity but their place.
        // oxlint-disable-next-line no-array-index-key
        <Line key={at} line={line} isJson={isJson} />
      ))}
      {shown.length > MAX_LINES && <p className="px-3 font-sans text-small text-n10">{shown.length - MAX_LINES} more lines</p>}
    </div>
  )
}

const LOOKS = {
  same: { sign: ' ', className: '', word: '' },
  removed: { sign: '−', className: 'bg-bad-soft', word: 'removed: ' },
  added: { sign: '+', className: 'bg-good-soft', word: 'added: ' },
}

function Line({ line, isJson }: { line: DiffLine | null; isJson: boolean }): ReactNode {
  if (line === null) return <div className="px-3 text-n9 select-none">⋯</div>
  const { sign, className, word } = LOOKS[line.kind]
  const text = line.text.slice(0, MAX_LINE_CHARS)
  const more = line.text.length - text.length
  return (
    <div className={cx('flex min-h-4.5 pr-3 pl-1 break-all whitespace-pre-wrap', className)}>
      <span aria-hidden="true" className={cx('w-4 shrink-0 text-center select-none', line.kind === 'removed' ? 'text-bad' : line.kind === 'added' ? 'text-good' : '')}>
        {sign}
      </span>
      {word && <span className="sr-only">{word}</span>}
      <span className="min-w-0">
        {isJson ? <Tokens tokens={tintJson(text)} /> : text}
        {more > 0 && <span className="font-sans text-small text-n10"> … {counted(more, 'more character')}</span>}
      </span>
    </div>
  )
}
