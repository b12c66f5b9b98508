// JSON laid out over lines, on demand: numbers, strings, order and duplicates stay as they were written.
import { layOutJson, textOf } from '../../format/json-layout.ts'
import { readJson } from '../../format/json-tokens.ts'

/** null where there is nothing to do: it is no JSON, or is laid out already. */
export function formattedJson(text: string): string | null {
  const reading = readJson(text)
  if (!reading.ok) return null
  const formatted = textOf(layOutJson(reading.tokens)) + (/\n\s*$/.test(text) ? '\n' : '')
  return formatted === text ? null : formatted
}
