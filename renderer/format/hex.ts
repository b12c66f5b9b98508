// Bytes as hexadecimal: the rows of a dump, and text typed by a person back into bytes.

export type BytesPerRow = 8 | 16

export interface HexRow {
  offset: string
  hex: string
  text: string
}

/** `slice`: the bytes of the row; undefined while they are on their way. */
export function hexRow(slice: Uint8Array | undefined, row: number, bytesPerRow: BytesPerRow): HexRow {
  const bytes = slice ?? new Uint8Array()
  const pairs = [...bytes].map(pair)
  const half = bytesPerRow / 2
  const halfOf = (part: readonly string[]): string => part.join(' ').padEnd(half * 3 - 1)
  return {
    offset: (row * bytesPerRow).toString(16).padStart(8, '0'),
    hex: `${halfOf(pairs.slice(0, half))}  ${halfOf(pairs.slice(half))}`,
    text: [...bytes].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
  }
}

export const hexOf = (bytes: Uint8Array): string => [...bytes].map(pair).join(' ')

const pair = (byte: number): string => byte.toString(16).padStart(2, '0')

/** `de ad be ef`, `deadbeef` or `DE:AD` as bytes; null when it is not hexadecimal. */
export function parseHex(text: string): Uint8Array<ArrayBuffer> | null {
  const digits = text.replace(/[\s:]/g, '')
  if (digits.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(digits)) return null
  return Uint8Array.from(digits.match(/../g) ?? [], (two) => Number.parseInt(two, 16))
}
