// What a person types for a new topic, checked before it is sent. The cluster has the last word.
import { knownTopicConfigs } from './topic-config-names.ts'

const MAX_NAME_LENGTH = 249

/** What is wrong with the name by itself, or null. */
export function checkTopicName(name: string): string | null {
  if (name === '.' || name === '..') return `A topic cannot be called "${name}".`
  if (name.length > MAX_NAME_LENGTH) return `A topic name has at most ${MAX_NAME_LENGTH} characters; this one has ${name.length}.`
  const bad = /[^a-zA-Z0-9._-]/u.exec(name)
  return bad ? `A topic name cannot contain "${bad[0]}". Use letters, digits, dot, underscore and hyphen.` : null
}

/** Metrics have no dots, so Kafka takes names that differ only by dot and underscore for the same. */
const asMetric = (name: string): string => name.replaceAll('.', '_')

export type TakenNames = ReadonlyMap<string, string>

export const takenNames = (names: readonly string[]): TakenNames => new Map(names.map((name) => [asMetric(name), name]))

/** What is wrong with the name because of the topics that are there, or null. */
export function checkTaken(name: string, taken: TakenNames): string | null {
  const other = taken.get(asMetric(name))
  if (other === undefined) return null
  if (other === name) return `There is a topic "${name}" already.`
  return `"${name}" and the topic "${other}" differ only by "." and "_", which Kafka does not allow.`
}

/** undefined = left to the cluster; null = not a count. */
export function parseCount(text: string, max: number): number | undefined | null {
  const digits = text.trim()
  if (digits === '') return undefined
  const count = /^\d+$/.test(digits) ? Number(digits) : 0
  return count >= 1 && count <= max ? count : null
}

export interface ConfigRow {
  /** Tells rows apart while their names are typed. */
  id: number
  name: string
  value: string
}

/** What is wrong with a row, or null. An empty row is nothing yet. */
export function checkConfig(row: ConfigRow, rows: readonly ConfigRow[]): string | null {
  const name = row.name.trim()
  if (name === '') return row.value.trim() === '' ? null : 'Which setting is this?'
  if (rows.some((other) => other.id < row.id && other.name.trim() === name)) return `${name} is set above already.`
  const type = knownTopicConfigs.get(name)
  const value = row.value.trim()
  if (type === 'integer' && !/^-?\d+$/.test(value)) return `${name} is a whole number.`
  if (type === 'boolean' && value !== 'true' && value !== 'false') return `${name} is true or false.`
  return null
}

export const configsOf = (rows: readonly ConfigRow[]): Record<string, string> =>
  Object.fromEntries(rows.flatMap(({ name, value }) => (name.trim() === '' ? [] : [[name.trim(), value.trim()]])))

/** '' = not set. */
export const valueIn = (rows: readonly ConfigRow[], name: string): string => rows.find((row) => row.name.trim() === name)?.value ?? ''

/** Sets, changes or (with '') takes away a setting. */
export function withConfig(rows: readonly ConfigRow[], name: string, value: string): ConfigRow[] {
  const others = rows.filter((row) => row.name.trim() !== name)
  if (value === '') return others
  const at = rows.findIndex((row) => row.name.trim() === name)
  return at < 0 ? [...others, { id: nextId(rows), name, value }] : rows.map((row, index) => (index === at ? { ...row, value } : row))
}

export const nextId = (rows: readonly ConfigRow[]): number => Math.max(0, ...rows.map(({ id }) => id)) + 1
