// Lines of one height in a pane, any number of them: only those in sight are drawn.
import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react'
import { canvasPx, useGridWindow } from './grid-window.ts'

const LINE_PX = 18

export interface LineCanvasHandle {
  reveal: (line: number) => void
}

export interface LineCanvasProps {
  label: string
  count: number
  /** `last` inclusive. */
  onVisibleChange: (first: number, last: number) => void
  children: (line: number) => ReactNode
  handle?: Ref<LineCanvasHandle> | undefined
  /** The pane itself, for who wants to know how wide it is. */
  pane?: { current: HTMLDivElement | null }
}

export function LineCanvas({ label, count, onVisibleChange, children, handle, pane }: LineCanvasProps): ReactNode {
  const own = useRef<HTMLDivElement>(null)
  const scroller = pane ?? own
  const area = useGridWindow({ scroller, headerPx: 0, rowPx: LINE_PX, count, initialTop: undefined, onTopChange: undefined, onVisibleChange })
  useImperativeHandle(handle, () => ({ reveal: (line) => area.scrollToIndex(line) }), [area])
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
            className="absolute top-0 left-0 flex h-4.5 px-3 whitespace-pre"
            style={{ transform: `translateY(${line * LINE_PX + area.shiftPx}px)` }}
          >
            {children(line)}
          </div>
        ))}
      </div>
    </div>
  )
}
