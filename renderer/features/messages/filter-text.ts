// The text of the filter box: words and conditions, or a JavaScript function behind its prefix, as the core reads it.

const FUNCTION_PREFIX = 'js:'

/** Shown as the box's hint. */
export const FILTER_EXAMPLES = [
  'Words are looked for as they stand. Conditions:',
  'key:42   key = 42',
  'value.customer.id = 42   value.amount > 100   value.name: ann',
  'header.traceId: 4bf9   type:tombstone   size>100kb   schema:204',
  '-key:42 excludes   A OR B   "key:42" as words',
  'js: value.amount > 100 && headers.source === "web"',
].join('\n')

export function isFunctionFilter(filter: string): boolean {
  return filter.trimStart().startsWith(FUNCTION_PREFIX)
}

/** What was written stays where it can. */
export function withFunction(filter: string, isFunction: boolean): string {
  if (!isFunction) return filter.trimStart().slice(FUNCTION_PREFIX.length).trimStart()
  return isFunctionFilter(filter) ? filter : `${FUNCTION_PREFIX} ${filter}`
}

/** Records with just this key. */
export function keyFilter(key: string): string {
  return `key = "${key.replace(/["\\]/g, '\\$&')}"`
}
