// How frameworks write texts and numbers into header bytes, read strictly: what does not fit is told and not guessed.

export type NumberEncoding = 'dec' | 'i32be' | 'i64be' | 'bigint-be'

/** More of a header is not looked at. */
export const MAX_HEADER_BYTES = 1024 * 1024

export type Read<T> = { readonly value: T } | { readonly issue: string }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** At most the first mebibyte. */
export function readText(bytes: Buffer): Read<string> {
  try {
    if (bytes.length <= MAX_HEADER_BYTES) return { value: utf8.decode(bytes) }
    return { value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, MAX_HEADER_BYTES), { stream: true }) }
  } catch {
    return { issue: 'is not UTF-8 text' }
  }
}

export function readNumber(bytes: Buffer, encoding: NumberEncoding): Read<number> {
  switch (encoding) {
    case 'dec':
      return readDecimal(bytes)
    case 'i32be':
      return bytes.length === 4 ? { value: bytes.readInt32BE(0) } : wrongLength(bytes, '4')
    case 'i64be':
      return bytes.length === 8 ? safe(bytes.readBigInt64BE(0)) : wrongLength(bytes, '8')
    case 'bigint-be':
      return bytes.length >= 1 && bytes.length <= 8 ? safe(signed(bytes)) : wrongLength(bytes, '1 to 8')
  }
}

function readDecimal(bytes: Buffer): Read<number> {
  const text = bytes.length <= 32 ? bytes.toString('latin1') : ''
  if (!/^-?\d{1,20}$/.test(text)) return { issue: 'is not a decimal number' }
  return safe(BigInt(text))
}

function signed(bytes: Buffer): bigint {
  let value = 0n
  for (const byte of bytes) value = (value << 8n) | BigInt(byte)
  return BigInt.asIntN(bytes.length * 8, value)
}

function safe(value: bigint): Read<number> {
  const number = Number(value)
  return Number.isSafeInteger(number) ? { value: number } : { issue: `holds ${value}, which is out of range` }
}

function wrongLength(bytes: Buffer, expected: string): Read<number> {
  return { issue: `holds ${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'} instead of ${expected}` }
}
