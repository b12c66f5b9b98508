// Filters that ask records themselves, by header or by a place in a JSON payload: what has to be read is read once per filter.
import type { ClusterConnection } from '../../client/cluster-connection.ts'
import { type RawRecord } from '../failure.ts'
import { jsonPath, pathSteps } from '../dialects/json-path.ts'
import type { FailureEntry } from '../index/failure-entry.ts'
import { isRawNumber, parseExact } from '../replay/transform/exact-json.ts'
import { type ReadRecord, TopicReading } from '../index/topic-reading.ts'

export interface RecordFilter {
  /** `name` or `name=value`. */
  readonly header?: string | undefined
  /** `customer.id = 42`, `$.total > 10`, `tags[0] contains new`, `customer`. */
  readonly payload?: string | undefined
}

type RecordTest = (record: Pick<RawRecord, 'headers' | 'value'>) => boolean

/** Larger payloads are not parsed. */
const MAX_PAYLOAD_BYTES = 4 * 1024 * 1024
const LONG_NUMBER = /\d{16}/
const MAX_FILTERS = 4
/** The next wanted record may be this far away before it is fetched anew. */
const MAX_GAP = 1_000

/** null where the filter asks records nothing; throws SyntaxError for one that cannot be read. */
export function recordTest({ header, payload }: RecordFilter): RecordTest | null {
  const tests = [...(header ? [headerTest(header)] : []), ...(payload ? [payloadTest(payload)] : [])]
  return tests.length === 0 ? null : (record) => tests.every((test) => test(record))
}

function headerTest(text: string): RecordTest {
  const at = text.indexOf('=')
  if (at < 0) return ({ headers }) => headers.some(({ key }) => key === text)
  const [name, value] = [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  return ({ headers }) => headers.some((header) => header.key === name && header.value !== null && header.value.toString('utf8') === value)
}

function payloadTest(text: string): RecordTest {
  const match = /^(.+?)\s*(?:(!=|>=|<=|=|>|<)\s*|\s(contains)\s+)(.*)$/s.exec(text.trim())
  const path = match?.[1] ?? text.trim()
  const steps = pathSteps(path)
  if (steps === null) throw new SyntaxError(`"${path}" is no place in a payload. Write it as customer.id or items[0].sku.`)
  const compare = match === null ? null : comparison((match[2] ?? match[3])!, unquoted(match[4]!))
  return ({ value }) => {
    const found = jsonPath(parsed(value), steps)
    return found !== undefined && (compare === null || compare(found))
  }
}

function comparison(operator: string, wanted: string): (value: unknown) => boolean {
  const number = wanted.trim() === '' ? Number.NaN : Number(wanted)
  // Beyond 2^53 several numbers are one double: there only the digits count.
  const isWanted = (value: unknown): boolean => textOf(value) === wanted || (Math.abs(number) <= Number.MAX_SAFE_INTEGER && numberOf(value) === number)
  switch (operator) {
    case '=':
      return isWanted
    case '!=':
      return (value) => !isWanted(value)
    case 'contains':
      return (value) => textOf(value)?.includes(wanted) ?? false
    case '>':
      return (value) => numberOf(value) > number
    case '>=':
      return (value) => numberOf(value) >= number
    case '<':
      return (value) => numberOf(value) < number
    default:
      return (value) => numberOf(value) <= number
  }
}

/** undefined for what is nested too deep to be written. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : isRawNumber(value) ? Number(value.rawJSON) : Number.NaN
}

function unquoted(text: string): string {
  const match = /^"(.*)"$|^'(.*)'$/s.exec(text.trim())
  return match ? (match[1] ?? match[2]!) : text.trim()
}

function parsed(value: Buffer | null): unknown {
  if (value === null || value.length > MAX_PAYLOAD_BYTES) return undefined
  const text = value.toString('utf8')
  try {
    // Only long numbers lose digits otherwise.
    return LONG_NUMBER.test(text) ? parseExact(text) : JSON.parse(text)
  } catch {
    // What is not JSON has no such place: that is the answer.
    return undefined
  }
}

/** Remembers per filter what records have answered. */
export class RecordVerdicts {
  readonly #filters = new Map<string, WeakMap<FailureEntry, boolean>>()

  /** Those of the entries whose record passes; a record that cannot be read does not. */
  async passing(cluster: ClusterConnection, entries: readonly FailureEntry[], filter: RecordFilter, signal: AbortSignal): Promise<readonly FailureEntry[]> {
    const test = recordTest(filter)
    if (test === null) return entries
    const verdicts = this.#verdicts(JSON.stringify([filter.header ?? null, filter.payload ?? null]))
    const unknown = entries.filter((entry) => !verdicts.has(entry))
    for (const [topic, ofTopic] of Map.groupBy(unknown, (entry) => entry.topic)) await judge(cluster, topic, ofTopic, test, verdicts, signal)
    return entries.filter((entry) => verdicts.get(entry) === true)
  }

  #verdicts(key: string): WeakMap<FailureEntry, boolean> {
    const known = this.#filters.get(key)
    if (known) return known
    const oldest = this.#filters.keys().next()
    if (this.#filters.size >= MAX_FILTERS && !oldest.done) this.#filters.delete(oldest.value)
    const verdicts = new WeakMap<FailureEntry, boolean>()
    this.#filters.set(key, verdicts)
    return verdicts
  }
}

async function judge(cluster: ClusterConnection, topic: string, entries: readonly FailureEntry[], test: RecordTest, verdicts: WeakMap<FailureEntry, boolean>, signal: AbortSignal): Promise<void> {
  const reading = await TopicReading.open(cluster, topic)
  try {
    for (const [partition, wanted] of Map.groupBy(entries, (entry) => entry.partition)) {
      for (const run of runsOf(wanted.toSorted((a, b) => a.offset - b.offset))) {
        const byOffset = new Map(run.map((entry) => [entry.offset, entry]))
        for await (const { records } of reading.pieces(partition, run[0]!.offset, run.at(-1)!.offset + 1, signal)) note(records, byOffset, test, verdicts)
      }
    }
  } finally {
    await reading.close()
  }
}

function note(records: readonly ReadRecord[], byOffset: ReadonlyMap<number, FailureEntry>, test: RecordTest, verdicts: WeakMap<FailureEntry, boolean>): void {
  for (const record of records) {
    const entry = byOffset.get(record.offset)
    if (entry) verdicts.set(entry, test(record))
  }
}

/** Stretches that are read in one go. */
function runsOf(sorted: readonly FailureEntry[]): FailureEntry[][] {
  const runs: FailureEntry[][] = []
  for (const entry of sorted) {
    const run = runs.at(-1)
    if (run && entry.offset - run.at(-1)!.offset <= MAX_GAP) run.push(entry)
    else runs.push([entry])
  }
  return runs
}
