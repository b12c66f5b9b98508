// What a setting is: its Kafka type, default, limits and one sentence; and how its text is read.

export type ConfigType = 'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD'
export type ConfigValue = boolean | number | string | readonly string[] | null

/** A value together with Kafka's text form of it, which keeps all 64 bits of a LONG; both null when not set. */
export interface Reading<V> {
  readonly value: V
  readonly text: string | null
}

export interface ConfigDefinition<V extends ConfigValue = ConfigValue> {
  readonly type: ConfigType
  readonly doc: string
  readonly default: Reading<V>
  /** Kafka allows it to change while a broker runs. */
  readonly dynamic: boolean
  /** Headwater accepts and lists it, and does nothing with it. */
  readonly inert: boolean
  /** Throws ConfigError with the problem alone; the caller knows the name. */
  read(text: string): Reading<V>
}

export type ValueOf<D> = D extends ConfigDefinition<infer V> ? V : never

/** A setting or value that cannot be; the message is for whoever typed it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

export interface Limits<V> {
  atLeast?: number
  atMost?: number
  oneOf?: readonly string[]
  /** The problem with a value, or null. */
  check?: (value: V) => string | null
  dynamic?: true
  inert?: true
}

export const int = (value: number, doc: string, limits: Limits<number> = {}) => define('INT', String(value), doc, limits, whole(31))
export const short = (value: number, doc: string, limits: Limits<number> = {}) => define('SHORT', String(value), doc, limits, whole(15))
export const long = (value: number | bigint, doc: string, limits: Limits<number> = {}) => define('LONG', String(value), doc, limits, whole(63))
export const double = (value: number, doc: string, limits: Limits<number> = {}) => define('DOUBLE', String(value), doc, limits, readDouble)
export const bool = (value: boolean, doc: string, limits: Limits<boolean> = {}) => define('BOOLEAN', String(value), doc, limits, readBoolean)
export const string = (value: string, doc: string, limits: Limits<string> = {}) => define('STRING', value, doc, limits, readText)
export const list = (value: string, doc: string, limits: Limits<readonly string[]> = {}) => define('LIST', value, doc, limits, readList)
export const className = (value: string, doc: string, limits: Limits<string> = {}) => define('CLASS', value, doc, limits, readText)

// Settings that have no default.
export const optionalInt = (doc: string, limits: Limits<number> = {}) => optional('INT', doc, limits, whole(31))
export const optionalLong = (doc: string, limits: Limits<number> = {}) => optional('LONG', doc, limits, whole(63))
export const optionalString = (doc: string, limits: Limits<string> = {}) => optional('STRING', doc, limits, readText)
export const optionalList = (doc: string, limits: Limits<readonly string[]> = {}) => optional('LIST', doc, limits, readList)
export const optionalClass = (doc: string, limits: Limits<string> = {}) => optional('CLASS', doc, limits, readText)
export const password = (doc: string, limits: Limits<string> = {}) => optional('PASSWORD', doc, limits, readText)

type Read<V> = (text: string) => Reading<V>

function define<V extends ConfigValue>(type: ConfigType, text: string, doc: string, limits: Limits<V>, read: Read<V>): ConfigDefinition<V> {
  return { type, doc, default: read(text), ...flags(limits), read: (given) => checked(read(given), limits) }
}

function optional<V extends ConfigValue>(type: ConfigType, doc: string, limits: Limits<V>, read: Read<V>): ConfigDefinition<V | null> {
  return { type, doc, default: { value: null, text: null }, ...flags(limits), read: (given) => checked(read(given), limits) }
}

const flags = (limits: Limits<never>) => ({ dynamic: limits.dynamic ?? false, inert: limits.inert ?? false })

function checked<V extends ConfigValue>(reading: Reading<V>, limits: Limits<V>): Reading<V> {
  const problem = rangeProblem(reading.value, limits) ?? choiceProblem(reading.value, limits) ?? limits.check?.(reading.value) ?? null
  if (problem !== null) throw new ConfigError(problem)
  return reading
}

function rangeProblem(value: ConfigValue, { atLeast, atMost }: Limits<never>): string | null {
  if (typeof value !== 'number') return null
  if (atLeast !== undefined && value < atLeast) return `it must be at least ${atLeast}`
  if (atMost !== undefined && value > atMost) return `it must be at most ${atMost}`
  return null
}

function choiceProblem(value: ConfigValue, { oneOf }: Limits<never>): string | null {
  if (oneOf === undefined) return null
  const given = Array.isArray(value) ? value : [value]
  return given.every((one) => oneOf.includes(one)) ? null : `it must be ${Array.isArray(value) ? 'a list of' : 'one of'} ${oneOf.join(', ')}`
}

/** Signed integers of `bits` bits besides the sign; a LONG past 2^53 keeps its text and loses digits in its number. */
function whole(bits: 15 | 31 | 63): Read<number> {
  const limit = 1n << BigInt(bits)
  return (text) => {
    const trimmed = text.trim()
    if (!/^[+-]?\d{1,20}$/.test(trimmed)) throw new ConfigError('it must be a whole number')
    const value = BigInt(trimmed.replace('+', ''))
    if (value < -limit || value >= limit) throw new ConfigError(`it must lie between ${-limit} and ${limit - 1n}`)
    return { value: Number(value), text: String(value) }
  }
}

function readDouble(text: string): Reading<number> {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new ConfigError('it must be a number')
  const plain = String(value).replace('e+', 'E').replace('e', 'E')
  return { value, text: /^-?\d+$/.test(plain) ? `${plain}.0` : plain }
}

function readBoolean(text: string): Reading<boolean> {
  const lower = text.trim().toLowerCase()
  if (lower !== 'true' && lower !== 'false') throw new ConfigError('it must be true or false')
  return { value: lower === 'true', text: lower }
}

function readText(text: string): Reading<string> {
  return { value: text.trim(), text: text.trim() }
}

/** An item that comes again counts once (KIP-1161). */
function readList(text: string): Reading<readonly string[]> {
  const value = text.trim() === '' ? [] : [...new Set(text.split(',').map((item) => item.trim()))]
  if (value.includes('')) throw new ConfigError('it has an empty item')
  return { value, text: value.join(',') }
}
