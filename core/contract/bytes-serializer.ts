// How a Uint8Array travels inside JSON: as base64 text. oRPC would turn it into a plain object, so both ends must use this.

const CHUNK_BYTES = 0x8000

/** The type number is part of the wire format. */
export const bytesSerializer = {
  type: 30,
  condition: (data: unknown): boolean => data instanceof Uint8Array,
  serialize: (data: unknown): unknown => toBase64(data as Uint8Array),
  deserialize: (text: unknown): unknown => fromBase64(text as string),
}

function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK_BYTES))
  return btoa(binary)
}

/** A plain loop: `Uint8Array.from` walks an iterator, which takes twelve times as long and holds the page for what a large value comes in. */
function fromBase64(text: string): Uint8Array {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
}
