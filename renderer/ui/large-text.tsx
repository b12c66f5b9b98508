// A text of any size, as lines that are asked for when they come into sight. Nothing of it is held but what is near.
import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react'
import { tintJson } from '../format/json-tokens.ts'
import { Tokens } from './code-view.tsx'
import { canvasPx, useGridWindow } from './grid-window.ts'
import type { FoundPlace, LineSource, ShownLine } from './line-source.ts'

const LINE_PX = 18

export interface LargeTextHandle {
  reveal: (line: number) => void
}

export interface LargeTextProps {
  label: string
  source: LineSource
  /** Tints the lines as JSON. */
  json: boolean
  found: FoundPlace | null
  handle?: Ref<LargeTextHandle>
}

export function LargeText({ label, source, json, found, handle }: LargeTextProps): ReactNode {
  const scroller = useRef<HTMLDivElement>(null)
  const count = source.total ?? 0
  const area = useGridWindow({
    scroller,
    headerPx: 0,
    rowPx: LINE_PX,
    count,
    initialTop: undefined,
    onTopChange: undefined,
    onVisibleChange: source.show,
  })
  useImperativeHandle(handle, () => ({ reveal: (line) => area.scrollToIndex(line) }), [area])
  const gutter = `${String(count).length}ch`
  return (
    <div
      ref={scroller}
      role="region"
      tabIndex={0}
      aria-label={label}
      onScroll={area.onScroll}
      className="relative min-h-0 flex-1 overflow-auto bg-n1 font-mono text-mono select-text [overflow-anchor:none]"
    >
      <div className="relative min-w-max" style={{ height: canvasPx(count, LINE_PX) }}>
        {Array.from({ length: area.end - area.start }, (_, place) => area.start + place).map((line) => (
          <div
            key={line}
            className="absolute top-0 left-0 flex h-4.5 gap-3 pr-3 pl-3 whitespace-pre"
            style={{ transform: `translateY(${line * LINE_PX + area.shiftPx}px)` }}
          >
            <span aria-hidden="true" className="shrink-0 text-right text-n9 select-none" style={{ width: gutter }}>
              {line + 1}
            </span>
            <Line line={source.at(line)} json={json} found={found?.line === line ? found : null} />
          </div>
        ))}
      </div>
    </div>
  )
}

function Line({ line, json, found }: { line: ShownLine | undefined; json: boolean; found: FoundPlace | null }): ReactNode {
  if (line === undefined) return <span className="skeleton mt-1 h-2.5 w-64" />
  if (found)
    return (
      <span>
        {line.text.slice(0, found.column)}
        <mark className="rounded-[2px] bg-warn-soft text-n12 outline outline-warn">
          {line.text.slice(found.column, found.column + found.length)}
        </mark>
        {line.text.slice(found.column + found.length)}
      </span>
    )
  return (
    <span>
      {json ? <Tokens tokens={tintJson(line.text)} /> : line.text}
      {line.continues && (
        <span aria-hidden="true" className="text-n8 select-none" title="The line goes on below">
          ↩
        </span>
      )}
    </span>
  )
}
