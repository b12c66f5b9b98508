// What a search asks of each record, as plain data: it travels to worker threads.

export type Comparison = '=' | '!=' | '>' | '>=' | '<' | '<='

/** What a field, a key or a header is held against. `isQuoted`: it is text, whatever it looks like. */
export interface Operand {
  readonly text: string
  readonly isQuoted: boolean
}

/** A step into JSON: a member's name, or the place in a list. A name also goes into each element of a list. */
export type PathStep = string | number

export type Predicate =
  /** Of the bytes; ASCII letters in either case unless the text has a capital. */
  | { readonly kind: 'contains'; readonly part: 'anywhere' | 'key' | 'value'; readonly text: string }
  | { readonly kind: 'header'; readonly name: string; readonly comparison: Comparison | 'contains'; readonly operand: Operand }
  /** Of the whole key or value as text. */
  | { readonly kind: 'part'; readonly part: 'key' | 'value'; readonly comparison: Comparison; readonly operand: Operand }
  | { readonly kind: 'field'; readonly part: 'key' | 'value'; readonly path: readonly PathStep[]; readonly comparison: Comparison | 'contains'; readonly operand: Operand }
  | { readonly kind: 'type'; readonly type: RecordType }
  | { readonly kind: 'size'; readonly comparison: Comparison; readonly bytes: number }
  | { readonly kind: 'schema'; readonly id: number }
  | { readonly kind: 'javascript'; readonly text: string }
  | { readonly kind: 'not'; readonly of: Predicate }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Predicate[] }

/** Of the value: none, a JSON object or list, other text, or neither. */
export const RECORD_TYPES = ['tombstone', 'json', 'text', 'binary'] as const
export type RecordType = (typeof RECORD_TYPES)[number]
