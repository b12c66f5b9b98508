// Whether bytes can be read by a person: JSON, other text, or only bytes. Never parsed into values, so that no number is rounded.

export type ReadableKind = 'text' | 'json' | 'binary'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** Beyond this a value is not checked for being JSON: it would take too long on the core's loop. */
const MAX_JSON_CHECK_CHARS = 1024 * 1024
// NUL and most control characters appear in bytes that are UTF-8 by accident: varints, small integers.
const UNREADABLE = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/

/** The exact text, or null where the bytes are not valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    // Malformed UTF-8 is the answer here, not a failure.
    return null
  }
}

/** What a whole value is; `text` is its decoded form or null. */
export function kindOf(text: string | null): ReadableKind {
  if (text === null || UNREADABLE.test(text)) return 'binary'
  return isJsonContainer(text) ? 'json' : 'text'
}

/** An object or an array: a bare number or word is called text, as a person would. */
function isJsonContainer(text: string): boolean {
  if (text.length > MAX_JSON_CHECK_CHARS) return looksLikeContainer(text)
  if (!looksLikeContainer(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    // Not JSON is the answer here, not a failure.
    return false
  }
}

export function looksLikeContainer(text: string): boolean {
  const first = text.trimStart()[0]
  const last = text.trimEnd().at(-1)
  return (first === '{' && last === '}') || (first === '[' && last === ']')
}
