// Bytes as a hex dump of any size, asked for when they come into sight; eight or sixteen a row, as the room allows.
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { type BytesPerRow, hexRow } from '../format/hex.ts'
import { LineCanvas } from './line-canvas.tsx'

const WIDTH_FOR_SIXTEEN = 600

export interface ByteSource {
  sizeBytes: number
  /** The bytes from there on, as many as are at hand of those asked for; undefined = on their way. */
  at: (fromByte: number, count: number) => Uint8Array | undefined
  /** Tells what is in sight, `end` exclusive. */
  show: (fromByte: number, end: number) => void
}

export function HexView({ label, source }: { label: string; source: ByteSource }): ReactNode {
  const pane = useRef<HTMLDivElement>(null)
  const bytesPerRow = useBytesPerRow(pane)
  return (
    <LineCanvas
      label={label}
      count={Math.ceil(source.sizeBytes / bytesPerRow)}
      onVisibleChange={(first, last) => source.show(first * bytesPerRow, (last + 1) * bytesPerRow)}
      pane={pane}
    >
      {(index) => {
        const row = hexRow(source.at(index * bytesPerRow, bytesPerRow), index, bytesPerRow)
        return (
          <>
            <span className="mr-4 text-n9">{row.offset}</span>
            <span className="mr-4">{row.hex}</span>
            <span className="text-n10">{row.text}</span>
          </>
        )
      }}
    </LineCanvas>
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
