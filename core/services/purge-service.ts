// Answers for the purge of dead-letter topics: what would go and what would be lost, and the deletion that was confirmed.
import type { FailureRow } from '../contract/dead-letters.ts'
import type { FailureEntry } from '../deadletters/index/failure-entry.ts'
import { NotExported, planPurge, purge, type PurgePlan } from '../deadletters/replay/purge.ts'
import { exportsTable } from '../storage/workbench-tables.ts'
import type { WorkbenchStore } from '../storage/workbench-store.ts'
import type { Answers } from './answers.ts'
import type { ConnectionsService } from './connections-service.ts'
import { rowOf } from './dead-letter-rows.ts'
import type { DeadLettersService } from './dead-letters-service.ts'
import { invalidInput } from './service-error.ts'

type Purge = Pick<Answers<'deadLetters'>, 'purge' | 'purgePreview'>
type Input<Name extends keyof Purge> = Parameters<Purge[Name]>[0]

export interface PurgeServiceOptions {
  readonly connections: ConnectionsService
  readonly deadLetters: Pick<DeadLettersService, 'topics'>
  readonly store: WorkbenchStore
}

const SAMPLE_ROWS = 20
/** A person or a consumer is done with it. */
const DONE: ReadonlySet<string> = new Set(['resolved', 'consumed', 'ignored', 'parked'])

export class PurgeService implements Purge {
  readonly #options: PurgeServiceOptions

  constructor(options: PurgeServiceOptions) {
    this.#options = options
  }

  async purgePreview({ connectionId, topic, keys }: Input<'purgePreview'>, signal: AbortSignal) {
    const { plan, records, unresolved } = await this.#look(connectionId, topic, keys, signal)
    const partitions = plan.ranges.map(({ partition, startOffset, beforeOffset }) => ({ partition, startOffset: BigInt(startOffset), beforeOffset: BigInt(beforeOffset) }))
    const unresolvedSample = unresolved.slice(0, SAMPLE_ROWS).map((entry): FailureRow => rowOf(entry, false))
    return { topic, partitions, records, unresolved: unresolved.length, unresolvedSample, refusal: plan.refusal, token: plan.token }
  }

  async purge({ connectionId, topic, keys, token, confirmName, waive, exportId }: Input<'purge'>, signal: AbortSignal) {
    const { connections, store } = this.#options
    const name = connections.name(connectionId)
    if (confirmName !== name) throw invalidInput('confirmName', `"${confirmName}" is not the name of this cluster.`, `Type "${name}".`)
    const { plan, unresolved } = await this.#look(connectionId, topic, keys, signal)
    if (plan.refusal) throw invalidInput('topic', plan.refusal.message, plan.refusal.remedy)
    if (plan.token !== token) throw invalidInput('token', `"${topic}" has changed since it was looked at: something else would be deleted.`, 'Look at what would go once more.')
    const exported = exportId === null ? null : (store.get(exportsTable, exportId) ?? null)
    if (!waive && exported === null) {
      const lost = unresolved.length > 0 ? `${unresolved.length} dead letters that nobody is done with would be lost.` : 'Of what would be deleted there is no copy.'
      throw invalidInput('exportId', lost, 'Export them first, or say that they may be lost.')
    }
    const deleted = await notExported(purge(connections.cluster(connectionId), plan, waive ? null : exported, signal))
    return { partitions: deleted.map(({ partition, startOffset, error }) => ({ partition, startOffset: startOffset === null ? null : BigInt(startOffset), error: error?.message ?? null })) }
  }

  /** The index is brought up to date first: what it does not know cannot be counted as lost. */
  async #look(connectionId: string, topic: string, keys: Input<'purge'>['keys'], signal: AbortSignal): Promise<{ plan: PurgePlan; records: number; unresolved: FailureEntry[] }> {
    const { index } = await this.#options.deadLetters.topics.refresh(connectionId, topic, signal)
    const plan = await planPurge(this.#options.connections.cluster(connectionId), topic, keys.map((key) => ({ ...key, offset: Number(key.offset) })))
    const unresolved: FailureEntry[] = []
    let records = 0
    for (const entries of index.partitions()) {
      const range = plan.ranges.find(({ partition }) => partition === entries[0]?.partition)
      for (const entry of range ? entries : []) {
        if (entry.offset < range!.startOffset || entry.offset >= range!.beforeOffset) continue
        records++
        if (!DONE.has(entry.state)) unresolved.push(entry)
      }
    }
    return { plan, records, unresolved }
  }
}

async function notExported<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof NotExported) throw invalidInput('exportId', error.message, 'Export everything that would go, or say that it may be lost.')
    throw error
  }
}
