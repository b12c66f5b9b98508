// A key as a row of a list shows it.
import { previewOf } from '../../serdes/preview.ts'

const MAX_CHARS = 64

/** null for a null key. */
export function previewText(key: Buffer | null): string | null {
  const preview = previewOf(key)
  if (preview.kind === 'null') return null
  return preview.kind === 'binary' ? `0x${preview.hex.slice(0, MAX_CHARS)}` : preview.text.slice(0, MAX_CHARS)
}
