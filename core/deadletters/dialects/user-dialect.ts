// A dialect that is data: header names, what each stands for, and how it is written. Read by the same rules as the built-in ones.
import type { FailureError, FailureHop } from '../failure.ts'
import type { DialectReading, FailureDialect } from './dialect.ts'
import type { NumberEncoding } from './encodings.ts'
import { defined, type HeaderFields } from './header-fields.ts'
import { jsonPath, pathSteps } from './json-path.ts'

export type FieldEncoding = 'utf8' | 'decimal' | 'int32be' | 'int64be' | 'bigint-be' | 'json'

const NUMBER_FIELDS = ['originPartition', 'originOffset', 'originTimestamp', 'attempts', 'failedAt', 'firstFailureAt', 'dueAt'] as const
type TextField = 'originTopic' | 'group' | 'component' | 'stage' | 'class' | 'rootClass' | 'message' | 'rootMessage' | 'stack' | 'reason'
type NumberField = (typeof NUMBER_FIELDS)[number]

export interface UserDialectData {
  readonly id: string
  readonly name: string
  readonly newest: 'first' | 'last'
  readonly fields: readonly { readonly header: string; readonly field: TextField | NumberField; readonly encoding: FieldEncoding; readonly path: string | null }[]
  /** Names, or prefixes that end in `*`. */
  readonly owned: readonly string[]
  readonly payload: 'full' | 'pointer'
  readonly recordTime: 'failure' | 'origin'
}

const NUMBER_ENCODINGS: Readonly<Partial<Record<FieldEncoding, NumberEncoding>>> = { decimal: 'dec', int32be: 'i32be', int64be: 'i64be', 'bigint-be': 'bigint-be' }
/** Without one of these a record is not recognised: other headers may be anybody's. */
const TELLING: ReadonlySet<string> = new Set(['originTopic', 'class', 'rootClass', 'message', 'rootMessage', 'stack', 'reason'])
const REASONS: ReadonlySet<string> = new Set(['rejected', 'delivery-limit', 'exception', 'expired', 'unknown'])
type Values = Partial<Record<TextField, string> & Record<NumberField, number>>

export function userDialect(data: UserDialectData): FailureDialect {
  const headers = [...new Set(data.fields.map(({ header }) => header))]
  const telling = [...new Set(data.fields.filter(({ field }) => TELLING.has(field)).map(({ header }) => header))]
  const exact = new Set([...headers, ...data.owned.filter((name) => !name.endsWith('*'))])
  const prefixes = data.owned.filter((name) => name.endsWith('*') && name.length > 1).map((name) => name.slice(0, -1))
  return {
    id: data.id.startsWith('user:') ? (data.id as `user:${string}`) : `user:${data.id}`,
    name: data.name,
    newest: data.newest,
    headers: [...headers, ...data.owned.filter((name) => !headers.includes(name))],
    payload: data.payload,
    recordTime: data.recordTime,
    signature: (view) => (view.hasAny(telling) ? headers.filter((name) => view.has(name)).length / headers.length : 0),
    decode: (fields) => readingOf(valuesOf(fields, data)),
    owned: (name) => exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix)),
  }
}

function valuesOf(fields: HeaderFields, { fields: described }: UserDialectData): Values {
  const values: Record<string, string | number> = {}
  for (const { header, field, encoding, path } of described) {
    const value = isNumberField(field) ? numberOf(fields, header, encoding, path) : textOf(fields, header, encoding, path)
    if (value !== undefined && value !== '') values[field] = value
  }
  return values as Values
}

function readingOf(values: Values): DialectReading {
  const { originTopic, originPartition, originOffset, originTimestamp, class: named, rootClass, message, rootMessage, stack, reason } = values
  const isReason = reason !== undefined && REASONS.has(reason)
  return {
    places: originTopic === undefined ? [] : [defined<FailureHop>({ topic: originTopic, partition: originPartition, offset: originOffset, at: originTimestamp })],
    ...defined<Pick<DialectReading, 'group' | 'component' | 'stage' | 'attempts' | 'failedAt' | 'firstFailedAt' | 'dueAt'>>({
      group: values.group,
      component: values.component,
      stage: values.stage,
      attempts: values.attempts,
      failedAt: values.failedAt,
      firstFailedAt: values.firstFailureAt,
      dueAt: values.dueAt,
    }),
    isRetry: values.dueAt !== undefined,
    // A reason in words of its own is the message, where there is no other.
    error: defined<FailureError>({ class: named, rootClass, message: message ?? (isReason ? undefined : reason), rootMessage, stack, reason: isReason ? (reason as FailureError['reason'] & string) : undefined }),
  }
}

function isNumberField(field: TextField | NumberField): field is NumberField {
  return (NUMBER_FIELDS as readonly string[]).includes(field)
}

function textOf(fields: HeaderFields, header: string, encoding: FieldEncoding, path: string | null): string | undefined {
  if (encoding === 'json') {
    const value = jsonOf(fields, header, path)
    return value === undefined || value === null ? undefined : typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean)
  }
  const number = NUMBER_ENCODINGS[encoding]
  if (number === undefined || encoding === 'decimal') return fields.text(header)
  const value = fields.number(header, number)
  return value === undefined ? undefined : String(value)
}

function numberOf(fields: HeaderFields, header: string, encoding: FieldEncoding, path: string | null): number | undefined {
  if (encoding !== 'json') return fields.count(header, NUMBER_ENCODINGS[encoding] ?? 'dec')
  const value = jsonOf(fields, header, path)
  if (value === undefined || value === null) return undefined
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  if (Number.isSafeInteger(number) && (number as number) >= 0) return number as number
  fields.issue(header, `holds no count at ${path ?? '$'}`)
  return undefined
}

function jsonOf(fields: HeaderFields, header: string, path: string | null): unknown {
  const text = fields.text(header)
  if (text === undefined) return undefined
  const steps = pathSteps(path ?? '$')
  try {
    return steps === null ? undefined : jsonPath(JSON.parse(text), steps)
  } catch {
    fields.issue(header, 'is not JSON')
    return undefined
  }
}
