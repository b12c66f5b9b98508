// Checks a value against a JSON Schema that a person gives: the keywords that contracts of messages use. Others are refused rather than overlooked.
import { isDeepStrictEqual } from 'node:util'

/** The text is no schema, or uses what is not checked here. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError'
}

/** Where and why a value does not satisfy the schema; `path` is a JSON Pointer into the value, '' = all of it. */
export interface SchemaViolation {
  readonly path: string
  readonly message: string
}

type Schema = boolean | Readonly<Record<string, unknown>>
type Check = (schema: Readonly<Record<string, unknown>>, value: unknown, at: Place) => SchemaViolation | null

interface Place {
  readonly path: string
  readonly root: Schema
  readonly depth: number
}

const MOST_DEPTH = 200

/** They say something to people or tools, and nothing about a value. */
const SILENT = new Set(['$schema', '$id', '$comment', '$defs', 'definitions', 'title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', 'format', 'contentEncoding', 'contentMediaType'])

/** Throws SchemaError. The answer is the first violation, or null. */
export function valueSchema(text: string): (value: unknown) => SchemaViolation | null {
  const root = parsed(text)
  refuseUnknown(root, root, new Set())
  return (value) => violation(root, value, { path: '', root, depth: 0 })
}

function parsed(text: string): Schema {
  try {
    const schema = JSON.parse(text) as unknown
    if (isSchema(schema)) return schema
  } catch (error) {
    throw new SchemaError(`The schema is not JSON: ${(error as Error).message}.`)
  }
  throw new SchemaError('A JSON Schema is an object, true or false.')
}

function refuseUnknown(schema: Schema, root: Schema, seen: Set<Schema>): void {
  if (typeof schema === 'boolean' || seen.has(schema)) return
  seen.add(schema)
  for (const [keyword, value] of Object.entries(schema)) {
    if (SILENT.has(keyword)) continue
    if (keyword === '$ref') refuseUnknown(resolved(String(value), root), root, seen)
    else if (!(keyword in CHECKS)) throw new SchemaError(`The keyword "${keyword}" is not checked here. Remove it from the schema.`)
  }
  for (const inner of innerSchemas(schema)) refuseUnknown(inner, root, seen)
  if (typeof schema['pattern'] === 'string') regularExpression(schema['pattern'])
}

function innerSchemas(schema: Readonly<Record<string, unknown>>): Schema[] {
  const lists = ['allOf', 'anyOf', 'oneOf', 'prefixItems'].flatMap((keyword) => (Array.isArray(schema[keyword]) ? (schema[keyword] as unknown[]) : []))
  const maps = ['properties', 'patternProperties'].flatMap((keyword) => Object.values((schema[keyword] as object | undefined) ?? {}) as unknown[])
  return [...lists, ...maps, ...['items', 'additionalProperties', 'not', 'propertyNames'].map((keyword) => schema[keyword])].filter(isSchema)
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value))
}

function resolved(reference: string, root: Schema): Schema {
  if (!reference.startsWith('#')) throw new SchemaError(`"${reference}" is in another document. Put it under "$defs" of this one.`)
  const tokens = decodeURIComponent(reference.slice(1)).split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
  const found = tokens.reduce((node: unknown, token) => (typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[token] : undefined), root)
  if (!isSchema(found)) throw new SchemaError(`The schema has nothing at "${reference}".`)
  return found
}

function violation(schema: Schema, value: unknown, at: Place): SchemaViolation | null {
  if (schema === true) return null
  if (schema === false) return { path: at.path, message: 'nothing may be here.' }
  if (at.depth > MOST_DEPTH) return { path: at.path, message: `it is nested deeper than ${MOST_DEPTH}.` }
  for (const keyword of Object.keys(schema)) {
    const found = CHECKS[keyword]?.(schema, value, at)
    if (found) return found
  }
  return null
}

const CHECKS: Readonly<Record<string, Check>> = {
  $ref: (schema, value, at) => violation(resolved(String(schema['$ref']), at.root), value, deeper(at, at.path)),
  type: ({ type }, value, at) => {
    const types = [type].flat() as string[]
    return types.some((name) => isOfType(value, name)) ? null : { path: at.path, message: `it is ${typeName(value)}, not ${types.join(' or ')}.` }
  },
  enum: ({ enum: values }, value, at) =>
    (values as unknown[]).some((one) => isDeepStrictEqual(one, value)) ? null : { path: at.path, message: `it is none of ${(values as unknown[]).map((one) => JSON.stringify(one)).join(', ')}.` },
  const: (schema, value, at) => (isDeepStrictEqual(schema['const'], value) ? null : { path: at.path, message: `it is not ${JSON.stringify(schema['const'])}.` }),
  required: ({ required }, value, at) => {
    const missing = isObject(value) ? (required as string[]).find((name) => !Object.hasOwn(value, name)) : undefined
    return missing === undefined ? null : { path: at.path, message: `"${missing}" is missing.` }
  },
  properties: ({ properties }, value, at) =>
    firstOf(Object.entries(properties as Record<string, Schema>), ([name, schema]) => (isObject(value) && Object.hasOwn(value, name) ? violation(schema, value[name], member(at, name)) : null)),
  patternProperties: ({ patternProperties }, value, at) =>
    firstOf(Object.entries(patternProperties as Record<string, Schema>), ([pattern, schema]) =>
      firstOf(isObject(value) ? Object.keys(value) : [], (name) => (regularExpression(pattern).test(name) ? violation(schema, (value as Record<string, unknown>)[name], member(at, name)) : null)),
    ),
  additionalProperties: (schema, value, at) =>
    firstOf(isObject(value) ? Object.keys(value) : [], (name) => {
      if (isNamed(schema, name)) return null
      if (schema['additionalProperties'] === false) return { path: at.path, message: `"${name}" may not be here.` }
      return violation(schema['additionalProperties'] as Schema, (value as Record<string, unknown>)[name], member(at, name))
    }),
  propertyNames: ({ propertyNames }, value, at) => firstOf(isObject(value) ? Object.keys(value) : [], (name) => violation(propertyNames as Schema, name, member(at, name))),
  minProperties: ({ minProperties }, value, at) => bound(isObject(value), () => Object.keys(value as object).length >= Number(minProperties), at, `it has fewer than ${String(minProperties)} members.`),
  maxProperties: ({ maxProperties }, value, at) => bound(isObject(value), () => Object.keys(value as object).length <= Number(maxProperties), at, `it has more than ${String(maxProperties)} members.`),
  prefixItems: ({ prefixItems }, value, at) =>
    firstOf([...(prefixItems as Schema[]).entries()], ([i, schema]) => (Array.isArray(value) && i < value.length ? violation(schema, value[i], member(at, String(i))) : null)),
  items: ({ items, prefixItems }, value, at) => {
    const from = Array.isArray(prefixItems) ? prefixItems.length : 0
    return firstOf(Array.isArray(value) ? [...value.keys()].slice(from) : [], (i) => violation(items as Schema, (value as unknown[])[i], member(at, String(i))))
  },
  minItems: ({ minItems }, value, at) => bound(Array.isArray(value), () => (value as unknown[]).length >= Number(minItems), at, `it has fewer than ${String(minItems)} elements.`),
  maxItems: ({ maxItems }, value, at) => bound(Array.isArray(value), () => (value as unknown[]).length <= Number(maxItems), at, `it has more than ${String(maxItems)} elements.`),
  uniqueItems: ({ uniqueItems }, value, at) =>
    bound(uniqueItems === true && Array.isArray(value), () => new Set((value as unknown[]).map((one) => JSON.stringify(one))).size === (value as unknown[]).length, at, 'two of its elements are the same.'),
  minLength: ({ minLength }, value, at) => bound(typeof value === 'string', () => [...(value as string)].length >= Number(minLength), at, `it is shorter than ${String(minLength)} characters.`),
  maxLength: ({ maxLength }, value, at) => bound(typeof value === 'string', () => [...(value as string)].length <= Number(maxLength), at, `it is longer than ${String(maxLength)} characters.`),
  pattern: ({ pattern }, value, at) => bound(typeof value === 'string', () => regularExpression(String(pattern)).test(value as string), at, `it does not match /${String(pattern)}/.`),
  minimum: ({ minimum }, value, at) => bound(typeof value === 'number', () => (value as number) >= Number(minimum), at, `it is less than ${String(minimum)}.`),
  maximum: ({ maximum }, value, at) => bound(typeof value === 'number', () => (value as number) <= Number(maximum), at, `it is more than ${String(maximum)}.`),
  exclusiveMinimum: ({ exclusiveMinimum }, value, at) => bound(typeof value === 'number', () => (value as number) > Number(exclusiveMinimum), at, `it is not more than ${String(exclusiveMinimum)}.`),
  exclusiveMaximum: ({ exclusiveMaximum }, value, at) => bound(typeof value === 'number', () => (value as number) < Number(exclusiveMaximum), at, `it is not less than ${String(exclusiveMaximum)}.`),
  multipleOf: ({ multipleOf }, value, at) => bound(typeof value === 'number', () => Number.isInteger((value as number) / Number(multipleOf)), at, `it is no multiple of ${String(multipleOf)}.`),
  allOf: ({ allOf }, value, at) => firstOf(allOf as Schema[], (schema) => violation(schema, value, deeper(at, at.path))),
  anyOf: ({ anyOf }, value, at) => ((anyOf as Schema[]).some((schema) => fits(schema, value, at)) ? null : { path: at.path, message: 'it fits none of the choices.' }),
  oneOf: ({ oneOf }, value, at) => {
    const fitting = (oneOf as Schema[]).filter((schema) => fits(schema, value, at)).length
    return fitting === 1 ? null : { path: at.path, message: fitting === 0 ? 'it fits none of the choices.' : `it fits ${fitting} of the choices, not one.` }
  },
  not: ({ not }, value, at) => (fits(not as Schema, value, at) ? { path: at.path, message: 'it is what it may not be.' } : null),
}

function fits(schema: Schema, value: unknown, at: Place): boolean {
  return violation(schema, value, deeper(at, at.path)) === null
}

function firstOf<T>(list: readonly T[], check: (one: T) => SchemaViolation | null): SchemaViolation | null {
  for (const one of list) {
    const found = check(one)
    if (found) return found
  }
  return null
}

function bound(concerns: boolean, holds: () => boolean, { path }: Place, message: string): SchemaViolation | null {
  return !concerns || holds() ? null : { path, message }
}

function isNamed({ properties, patternProperties }: Readonly<Record<string, unknown>>, name: string): boolean {
  if (isObject(properties) && Object.hasOwn(properties, name)) return true
  return isObject(patternProperties) && Object.keys(patternProperties).some((pattern) => regularExpression(pattern).test(name))
}

function member(at: Place, name: string): Place {
  return deeper(at, `${at.path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)
}

function deeper(at: Place, path: string): Place {
  return { ...at, path, depth: at.depth + 1 }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return typeof value
}

function isOfType(value: unknown, name: string): boolean {
  if (name === 'integer') return typeof value === 'number' && Number.isInteger(value)
  return typeName(value) === name
}

function regularExpression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch (error) {
    throw new SchemaError(`The pattern "${pattern}" is none: ${(error as Error).message}.`)
  }
}
