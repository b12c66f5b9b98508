// Many lines of text or tokens, virtualised and soft-wrapped. Knows tints, not what the text means.
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'
import type { CodeLine } from '../format/json-layout.ts'
import { isBeyondDouble } from '../format/json-layout.ts'
import type { Token, TokenKind } from '../format/json-tokens.ts'

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

export function CodeView({ label, lines }: { label: string; lines: readonly CodeLine[] }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => 18, overscan: 30 })
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
          const line = lines[item.index]!
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0 min-h-4.5 pr-3 break-all whitespace-pre-wrap"
              style={{ transform: `translateY(${item.start}px)`, paddingLeft: `calc(12px + ${line.indent * 2}ch)` }}
            >
              <Tokens tokens={line.tokens} />
            </div>
          )
        })}
      </div>
    </div>
  )
}
