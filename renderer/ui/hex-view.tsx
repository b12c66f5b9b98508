// Bytes as a hex dump of any size, asked for when they come into sight; eight or sixteen a row, as the room allows.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type BytesPerRow, hexRow } from '../format/hex.ts'
import { canvasPx, useGridWindow } from './grid-window.ts'

const WIDTH_FOR_SIXTEEN = 600
const LINE_PX = 18

export interface ByteSource {
  sizeBytes: number
  /** The bytes from there on, as many as are at hand of those asked for; undefined = on their way. */
  at: (fromByte: number, count: number) => Uint8Array | undefined
  /** Tells what is in sight, `end` exclusive. */
  show: (fromByte: number, end: number) => void
}

export function HexView({ label, source }: { label: string; source: ByteSource }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null)
  const bytesPerRow = useBytesPerRow(scroller)
  const count = Math.ceil(source.sizeBytes / bytesPerRow)
  const area = useGridWindow({
    scroller,
    headerPx: 0,
    rowPx: LINE_PX,
    count,
    initialTop: undefined,
    onTopChange: undefined,
    onVisibleChange: (first, last) => source.show(first * bytesPerRow, (last + 1) * bytesPerRow),
  })
  return (
    <div
      ref={scroller}
      role="region"
      tabIndex={0}
      aria-label={label}
      onScroll={area.onScroll}
      className="relative min-h-0 flex-1 overflow-auto bg-n1 font-mono text-mono select-text [overflow-anchor:none]"
    >
      <div className="relative" style={{ height: canvasPx(count, LINE_PX) }}>
        {Array.from({ length: area.end - area.start }, (_, place) => area.start + place).map((index) => {
          const row = hexRow(source.at(index * bytesPerRow, bytesPerRow), index, bytesPerRow)
          return (
            <div
              key={index}
              className="absolute top-0 left-0 flex h-4.5 gap-4 px-3 whitespace-pre"
              style={{ transform: `translateY(${index * LINE_PX + area.shiftPx}px)` }}
            >
              <span className="text-n9">{row.offset}</span>
              <span>{row.hex}</span>
              <span className="text-n10">{row.text}</span>
            </div>
          )
        })}
      </div>
    </div>
  )
}

function useBytesPerRow(scroller: { current: HTMLElement | null }): BytesPerRow {
  const [bytesPerRow, setBytesPerRow] = useState<BytesPerRow>(8)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setBytesPerRow(entry!.contentRect.width >= WIDTH_FOR_SIXTEEN ? 16 : 8))
    observer.observe(scroller.current!)
    return () => observer.disconnect()
  }, [scroller])
  return bytesPerRow
}
