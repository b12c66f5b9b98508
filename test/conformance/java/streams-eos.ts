// One Kafka Streams application with exactly-once v2 against a broker; what it committed, in an order that does not depend on when it ran.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { java, startJava } from './java.ts'
import type { Target } from './targets.ts'

export const ORDERS = 20_000
const PER_SECOND = 1_000

export interface StreamsOutput {
  /** `partition key value` in the order of each partition. */
  readonly enriched: readonly string[]
  readonly counts: readonly string[]
  /** What the application said, for people. */
  readonly said: string
}

/** `disturbances` are run one after the other, evenly spread over the time in which orders arrive. */
export async function runStreams(target: Target, disturbances: readonly (() => Promise<void>)[]): Promise<StreamsOutput> {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'headwater-streams-'))
  const producing = java('StreamsEos', ['produce', target.bootstrap, String(ORDERS), String(PER_SECOND)], { limitMs: 300_000 })
  await pause(4_000) // topics must be there before the application looks for them
  const application = startJava('StreamsEos', ['run', target.bootstrap, stateDirectory])
  for (const disturb of disturbances) {
    await pause((ORDERS / PER_SECOND / (disturbances.length + 1)) * 1_000)
    await disturb()
  }
  const produced = await producing
  if (produced.code !== 0) throw new Error(`The orders could not be written to ${target.name}: ${produced.stdout}${produced.stderr}`)
  const enriched = await read(target, 'enriched')
  const counts = await read(target, 'counts')
  const said = await application.stop()
  await rm(stateDirectory, { recursive: true, force: true })
  return { enriched, counts, said }
}

async function read({ bootstrap, name }: Target, topic: string): Promise<string[]> {
  const { code, stdout, stderr } = await java('StreamsEos', ['read', bootstrap, topic, String(ORDERS), '60000'], { limitMs: 300_000 })
  if (code !== 0) throw new Error(`Topic "${topic}" of ${name} could not be read: ${stderr}`)
  return stdout.split('\n').filter((line) => line !== '')
}

/** null when both committed the same records in the same order per key; else the first difference. */
export function difference(ours: readonly string[], theirs: readonly string[]): string | null {
  const [a, b] = [byKey(ours), byKey(theirs)]
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const [mine, other] = [a.get(key) ?? [], b.get(key) ?? []]
    const at = mine.findIndex((value, index) => value !== other[index])
    if (mine.length === other.length && at < 0) continue
    return `key ${key}: ${mine.length} records against ${other.length}; at ${at}: "${mine[at] ?? 'nothing'}" against "${other[at] ?? 'nothing'}"`
  }
  return null
}

/** `partition key` -> values in order. */
function byKey(lines: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const line of lines) {
    const [partition, key, ...value] = line.split(' ')
    const of = `${partition} ${key}`
    const values = found.get(of)
    if (values) values.push(value.join(' '))
    else found.set(of, [value.join(' ')])
  }
  return found
}
