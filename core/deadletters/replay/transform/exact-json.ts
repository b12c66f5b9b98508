// JSON as a tree and back without losing a digit: numbers that JavaScript would write otherwise are kept as they were written (JSON.rawJSON).

/** Rejects SyntaxError for what is not JSON. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, keepDigits)
}

/** Compact; undefined where the tree holds what JSON cannot say. */
export function stringifyExact(tree: unknown): string | undefined {
  return JSON.stringify(tree)
}

/** A number that was kept as text. */
export function isRawNumber(value: unknown): value is { readonly rawJSON: string } {
  return rawJson.isRawJSON(value)
}

// Not in TypeScript's library yet; ES2026, in V8 since 11.4.
const rawJson = JSON as unknown as { isRawJSON(value: unknown): boolean; rawJSON(text: string): object }

function keepDigits(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source
  return typeof value === 'number' && source !== undefined && String(value) !== source ? rawJson.rawJSON(source) : value
}
