// A dialect of one's own while it is being written: begun from what the records have, and checked before it is kept.
import type { FAILURE_FIELDS, FIELD_ENCODINGS, UserDialect } from '../../../core/contract/dead-letters.ts'

export type DialectField = UserDialect['fields'][number]
export type FieldName = (typeof FAILURE_FIELDS)[number]
export type Encoding = (typeof FIELD_ENCODINGS)[number]

/** The contract's, in words; a test compares the names. */
export const FIELD_LABELS: Record<FieldName, string> = {
  originTopic: 'Origin topic',
  originPartition: 'Origin partition',
  originOffset: 'Origin offset',
  originTimestamp: 'Origin timestamp',
  group: 'Consumer group',
  component: 'Component',
  stage: 'Stage',
  class: 'Exception class',
  rootClass: 'Class of the cause',
  message: 'Message',
  rootMessage: 'Message of the cause',
  stack: 'Stack',
  reason: 'Reason',
  attempts: 'Attempts',
  failedAt: 'Failed at',
  firstFailureAt: 'First failed at',
  dueAt: 'Due at',
}

export const ENCODING_LABELS: Record<Encoding, string> = {
  utf8: 'Text',
  decimal: 'Decimal digits',
  int32be: 'int32, big-endian',
  int64be: 'int64, big-endian',
  'bigint-be': 'Java BigInteger',
  json: 'Field of JSON',
}

export const emptyDialect = (id: string): UserDialect => ({ id, name: '', newest: 'last', fields: [], owned: [], payload: 'full', recordTime: 'failure' })

/** Guesses what a header stands for by its name, so that a first line is there to be corrected. */
export function guessField(header: string): FieldName | null {
  const name = header.toLowerCase()
  const guesses: readonly [RegExp, FieldName][] = [
    [/orig.*partition/, 'originPartition'],
    [/orig.*offset/, 'originOffset'],
    [/orig.*time/, 'originTimestamp'],
    [/orig.*(topic|queue)|source.?topic/, 'originTopic'],
    [/stack/, 'stack'],
    [/(cause|root).*(class|type|fqcn)/, 'rootClass'],
    [/(exception|error).*(class|type|fqcn|name)|(class|fqcn)$/, 'class'],
    [/attempt|retry.?count|tries/, 'attempts'],
    [/failed.?at|failure.?time/, 'failedAt'],
    [/group/, 'group'],
    [/message|reason|error$/, 'message'],
    [/partition$/, 'originPartition'],
    [/offset$/, 'originOffset'],
    [/topic$/, 'originTopic'],
  ]
  return guesses.find(([pattern]) => pattern.test(name))?.[1] ?? null
}

/** Fields for those headers that are not read yet and whose name says something. */
export function withGuesses(dialect: UserDialect, headers: readonly HeaderSample[]): UserDialect {
  const known = new Set(dialect.fields.map(({ header }) => header))
  const taken = new Set(dialect.fields.map(({ field }) => field))
  const fields = [...dialect.fields]
  for (const { name, text } of headers) {
    const field = known.has(name) ? null : guessField(name)
    if (field === null || taken.has(field)) continue
    taken.add(field)
    fields.push({ header: name, field, encoding: guessEncoding(field, text), path: null })
  }
  return { ...dialect, fields }
}

export interface HeaderSample {
  name: string
  text: string
}

/** Numbers of 4 and 8 bytes, unless they are written out. */
const BINARY: Partial<Record<FieldName, Encoding>> = {
  originPartition: 'int32be',
  attempts: 'int32be',
  originOffset: 'int64be',
  originTimestamp: 'int64be',
  failedAt: 'int64be',
}

function guessEncoding(field: FieldName, text: string): Encoding {
  const binary = BINARY[field]
  return binary === undefined ? 'utf8' : /^\d+$/.test(text.trim()) ? 'decimal' : binary
}

/** As much of it as can be tried already. */
export const triable = (dialect: UserDialect): UserDialect => ({
  ...dialect,
  name: dialect.name.trim() === '' ? 'Unnamed' : dialect.name,
  fields: dialect.fields.filter(({ header }) => header !== ''),
})

/** What keeps a dialect from being kept; null where nothing does. */
export function dialectProblem({ name, fields }: UserDialect): string | null {
  if (name.trim() === '') return 'Give it a name.'
  if (fields.length === 0) return 'Say at least of one header what it stands for.'
  const blank = fields.findIndex(({ header }) => header.trim() === '')
  if (blank >= 0) return `Line ${blank + 1} names no header.`
  const pathless = fields.find(({ encoding, path }) => encoding === 'json' && (path ?? '').trim() === '')
  return pathless ? `Say which field of the JSON in ${pathless.header} is meant: $.error.message` : null
}
