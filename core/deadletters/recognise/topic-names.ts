// What the name of a topic suggests: a dead-letter or a retry topic, of what, and after which delay. A name alone means "likely".

export interface NameReading {
  readonly role: 'dlq' | 'retry'
  /** What the name is made from: a topic, or a group or channel in some dialects; null where it names none. */
  readonly base: string | null
  readonly group?: string
  /** Of a retry topic, where its name says it. */
  readonly delayMs?: number
  /** Of a retry topic whose name counts instead. */
  readonly tier?: number
  /** Words such as "error" that many ordinary topics have too. */
  readonly isWeak?: true
}

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
/** A number without a unit: Spring and SmallRye write milliseconds, small ones count tiers. */
const SMALLEST_DELAY_MS = 100

const RETRY_PATTERNS: readonly RegExp[] = [/^(.+)-retry(?:-(\d+)(ms|s|m|h)?)?(?:-\d+)?$/i, /^(.+)_retry_(\d+)()$/i, /^(.+)\.retry(?:\.(\d+)(ms|s|m|h)?)?$/i]
const DLQ_PATTERNS: readonly RegExp[] = [
  /^(.+)-dlt(?:-\d+)?$/i,
  /^(.+)\.DLT$/i,
  /^dlq\.(.+)$/i,
  /^dead-letter-topic-(.+)$/,
  /^(.+)[-._](?:dlq|DLQ)(?:[-._].*)?$/,
  /^(.+)[-._](?:dead[-_.]?letters?(?:[-_.](?:queue|topic))?)$/i,
]
const WEAK_PATTERN = /^(.+)[-._](?:error|errors|failed|poison|parking-?lot)$/i

/** Asked for every record of a topic: the last few answers are kept. */
const MAX_KNOWN = 2_000
/** Kafka's own limit; what is longer comes from a header and is no topic. */
const MAX_NAME_CHARS = 249
const known = new Map<string, NameReading | null>()

/** For a person who wonders what is looked for. */
export const NAME_EXAMPLES: readonly string[] = [
  'orders-dlt', 'orders.DLT', 'orders-dlq', 'orders.dlq', 'dlq.orders', 'orders-dead-letter', 'error.orders.billing', 'dead-letter-topic-orders', 'wolverine-dead-letter-queue', 'orders-errors',
  'orders-retry', 'orders-retry-0', 'orders-retry-1000', 'orders-retry-5s', 'orders_retry_10000', 'orders.retry.1',
]

/** null = the name suggests nothing. */
export function readTopicName(name: string): NameReading | null {
  if (name.length > MAX_NAME_CHARS) return null
  const before = known.get(name)
  if (before !== undefined) return before
  const reading = retryName(name) ?? dlqName(name)
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(name, reading)
  return reading
}

function retryName(name: string): NameReading | null {
  for (const pattern of RETRY_PATTERNS) {
    const match = pattern.exec(name)
    if (!match) continue
    const [, base, digits, unit] = match
    if (digits === undefined) return { role: 'retry', base: base! }
    const number = Number(digits)
    if (unit) return { role: 'retry', base: base!, delayMs: number * UNIT_MS[unit.toLowerCase()]! }
    return number >= SMALLEST_DELAY_MS ? { role: 'retry', base: base!, delayMs: number } : { role: 'retry', base: base!, tier: number }
  }
  return null
}

function dlqName(name: string): NameReading | null {
  if (name === 'wolverine-dead-letter-queue') return { role: 'dlq', base: null }
  const scs = /^error\.(.+)\.([^.]+)$/.exec(name)
  if (scs) return { role: 'dlq', base: scs[1]!, group: scs[2]! }
  for (const pattern of DLQ_PATTERNS) {
    const match = pattern.exec(name)
    if (match) return { role: 'dlq', base: match[1]! }
  }
  const weak = WEAK_PATTERN.exec(name)
  return weak ? { role: 'dlq', base: weak[1]!, isWeak: true } : null
}
