// Whether a value that is to be sent satisfies the schema of its plan, as a sentence.
import { decodeUtf8 } from '../../serdes/readable.ts'
import { type SchemaViolation, valueSchema } from './transform/value-schema.ts'

type Check = (value: unknown) => SchemaViolation | null

let last: { readonly text: string; readonly check: Check } | undefined

/** null = nothing speaks against it. A null value deletes a key and has no schema. Throws SchemaError for a text that is no schema. */
export function checkValue(schema: string | null, value: Buffer | null): string | null {
  if (schema === null || value === null) return null
  const text = decodeUtf8(value)
  if (text === null) return 'The value is not text, and its schema is for JSON.'
  try {
    const violation = checkOf(schema)(JSON.parse(text) as unknown)
    return violation === null ? null : `The value does not satisfy its schema: at "${violation.path === '' ? '/' : violation.path}" ${violation.message}`
  } catch (error) {
    if (error instanceof SyntaxError) return `The value is not JSON: ${error.message}.`
    throw error
  }
}

/** A plan has one schema, and thousands of values. */
function checkOf(text: string): Check {
  if (last?.text !== text) last = { text, check: valueSchema(text) }
  return last.check
}
