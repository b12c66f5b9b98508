// A text of any size, as lines that are asked for when they come into sight. Nothing of it is held but what is near.
import type { ReactNode, Ref } from 'react'
import { tintJson } from '../format/json-tokens.ts'
import { Tokens } from './code-view.tsx'
import { LineCanvas, type LineCanvasHandle } from './line-canvas.tsx'
import type { FoundPlace, LineSource, ShownLine } from './line-source.ts'

export interface LargeTextProps {
  label: string
  source: LineSource
  /** Tints the lines as JSON. */
  json: boolean
  found: FoundPlace | null
  handle?: Ref<LineCanvasHandle>
}

export function LargeText({ label, source, json, found, handle }: LargeTextProps): ReactNode {
  const count = source.total ?? 0
  const gutter = `${String(count).length}ch`
  return (
    <LineCanvas label={label} count={count} onVisibleChange={source.show} handle={handle}>
      {(line) => (
        <>
          <span aria-hidden="true" className="mr-3 shrink-0 text-right text-n9 select-none" style={{ width: gutter }}>
            {line + 1}
          </span>
          <Line line={source.at(line)} json={json} found={found?.line === line ? found : null} />
        </>
      )}
    </LineCanvas>
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
