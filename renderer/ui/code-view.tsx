// Many lines of text or tokens, virtualised and soft-wrapped, with brackets that fold. Knows tints, not what the text means.
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useMemo, useRef, useState } from 'react'
import { foldsOf, unfolded } from '../format/json-fold.ts'
import type { CodeLine } from '../format/json-layout.ts'
import { isBeyondDouble } from '../format/json-layout.ts'
import type { Token, TokenKind } from '../format/json-tokens.ts'
import { cx } from './class-names.ts'

const TINTS: Record<TokenKind, string> = {
  key: 'text-json-key',
  string: 'text-json-string',
  number: 'text-json-number',
  literal: 'text-json-literal',
  punctuation: 'text-n10',
  other: '',
}

export function Tokens({ tokens }: { tokens: readonly Token[] }): ReactNode {
  return tokens.map((token, index) => (
    <span
      // Tokens have no identity but their place.
      // oxlint-disable-next-line no-array-index-key
      key={index}
      className={TINTS[token.kind]}
      title={isBeyondDouble(token) ? 'Exact: more than a JavaScript number can hold' : undefined}
    >
      {token.text}
    </span>
  ))
}

const NOTHING: ReadonlySet<number> = new Set()

export function CodeView({ label, lines }: { label: string; lines: readonly CodeLine[] }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null)
  const folds = useMemo(() => foldsOf(lines), [lines])
  const [folded, setFolded] = useState<ReadonlySet<number>>(NOTHING)
  const shown = useMemo(() => unfolded(lines.length, folds, folded), [lines, folds, folded])
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 18,
    overscan: 30,
    getItemKey: (index) => shown[index]!,
  })
  const toggle = (line: number): void => {
    const next = new Set(folded)
    if (!next.delete(line)) next.add(line)
    setFolded(next)
  }
  return (
    <div
      ref={scroller}
      role="region"
      tabIndex={0}
      aria-label={label}
      className="min-h-0 flex-1 overflow-auto bg-n1 py-1.5 font-mono text-mono select-text"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const index = shown[item.index]!
          const end = folds.get(index)
          const isFolded = folded.has(index)
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className="group absolute inset-x-0 top-0 min-h-4.5 pr-3 break-all whitespace-pre-wrap"
              style={{ transform: `translateY(${item.start}px)`, paddingLeft: `calc(20px + ${lines[index]!.indent * 2}ch)` }}
            >
              {end !== undefined && <FoldButton isFolded={isFolded} lineCount={end - index} onClick={() => toggle(index)} />}
              <Tokens tokens={lines[index]!.tokens} />
              {isFolded && end !== undefined && <FoldedEnd line={lines[end]!} hidden={end - index - 1} />}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function FoldButton({ isFolded, lineCount, onClick }: { isFolded: boolean; lineCount: number; onClick: () => void }): ReactNode {
  return (
    <button
      type="button"
      aria-label={`${isFolded ? 'Unfold' : 'Fold'} ${lineCount} lines`}
      aria-expanded={!isFolded}
      onClick={onClick}
      className="absolute left-0.5 inline-flex size-4.5 items-center justify-center text-n9 select-none hover:text-n12"
    >
      <ChevronRight size={12} aria-hidden="true" className={cx(!isFolded && 'rotate-90')} />
    </button>
  )
}

function FoldedEnd({ line, hidden }: { line: CodeLine; hidden: number }): ReactNode {
  return (
    <>
      <span className="mx-1 rounded-inner bg-n4 px-1 text-n10 select-none" title={`${hidden} lines folded`}>
        …
      </span>
      <Tokens tokens={line.tokens} />
    </>
  )
}
