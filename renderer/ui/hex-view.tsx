// Bytes as a hex dump, virtualised; eight or sixteen a row, as the room allows.
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type BytesPerRow, hexRow, hexRowCount } from '../format/hex.ts'

const WIDTH_FOR_SIXTEEN = 600

export function HexView({ label, bytes }: { label: string; bytes: Uint8Array }): ReactNode {
  const scroller = useRef<HTMLDivElement>(null)
  const bytesPerRow = useBytesPerRow(scroller)
  const virtual = useVirtualizer({
    count: hexRowCount(bytes, bytesPerRow),
    getScrollElement: () => scroller.current,
    estimateSize: () => 18,
    overscan: 30,
  })
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
          const row = hexRow(bytes, item.index, bytesPerRow)
          return (
            <div
              key={item.key}
              className="absolute top-0 left-0 flex h-4.5 gap-4 px-3 whitespace-pre"
              style={{ transform: `translateY(${item.start}px)` }}
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
