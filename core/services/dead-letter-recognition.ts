// Which topics of a cluster hold dead letters, remembered for a while; and how a dialect of a person's own reads a topic.
import type { Clock } from '../base/clock.ts'
import { EARLIEST, LATEST, listOffsets } from '../client/admin/list-offsets.ts'
import type { RecognisedTopic as ShownTopic, UserDialect } from '../contract/dead-letters.ts'
import { BUILT_IN_DIALECTS } from '../deadletters/dialects/detect-dialect.ts'
import { HeaderView } from '../deadletters/dialects/header-view.ts'
import { userDialect } from '../deadletters/dialects/user-dialect.ts'
import { decodeFailure } from '../deadletters/failure.ts'
import { entryOf } from '../deadletters/index/failure-entry.ts'
import { topicIdOf } from '../deadletters/index/topic-reading.ts'
import { flowsOf } from '../deadletters/recognise/flows.ts'
import { type HeaderSample, newestRecords } from '../deadletters/recognise/header-sample.ts'
import { recognise, recogniseTopics, type RecogniseOptions } from '../deadletters/recognise/recognise.ts'
import type { RulesStore } from '../deadletters/recognise/rules-store.ts'
import { NAME_EXAMPLES } from '../deadletters/recognise/topic-names.ts'
import { previewOf } from '../serdes/preview.ts'
import { rowOf, topicOf } from './dead-letter-rows.ts'
import { type DeadLetterTopics, noteIds, type OpenedCluster } from './dead-letter-topics.ts'

export type PolicyOf = NonNullable<RecogniseOptions['policyOf']>

export interface RecognitionOptions {
  readonly topics: DeadLetterTopics
  readonly rules: RulesStore
  readonly clock: Clock
  readonly policyOf?: PolicyOf
}

type Flows = ReturnType<typeof shownFlows>

/** For so long an answer is given again, unless a person asks to look anew. */
const REMEMBER_MS = 5_000
const PREVIEW_RECORDS = 20

export class DeadLetterRecognition {
  readonly #options: RecognitionOptions
  readonly #samples = new Map<string, Map<string, { end: number; sample: HeaderSample }>>()
  readonly #flows = new Map<string, { readonly atMs: number; readonly flows: Promise<Flows> }>()

  constructor(options: RecognitionOptions) {
    this.#options = options
  }

  /** Rules have changed: everything is judged anew. */
  forget(): void {
    this.#flows.clear()
    this.#samples.clear()
  }

  async flows(connectionId: string, isAnew: boolean): Promise<Flows> {
    const { clock } = this.#options
    const opened = await this.#options.topics.cluster(connectionId)
    const known = this.#flows.get(opened.clusterId)
    if (known && !isAnew && clock.monotonic() - known.atMs < REMEMBER_MS) return known.flows
    const flows = this.#recognise(opened)
    this.#flows.set(opened.clusterId, { atMs: clock.monotonic(), flows })
    flows.catch(() => this.#flows.delete(opened.clusterId))
    return flows
  }

  async topic(connectionId: string, name: string): Promise<ShownTopic> {
    const opened = await this.#options.topics.cluster(connectionId)
    const topic = await opened.cluster.topic(name)
    noteIds(opened, [topic])
    const [found] = await recogniseTopics(opened.cluster, [topic], [...opened.topicIds.keys()], this.#recogniseOptions(opened))
    return topicOf(found!)
  }

  async preview(connectionId: string, name: string, data: UserDialect) {
    const { cluster, clusterId } = await this.#options.topics.cluster(connectionId)
    const topic = await cluster.topic(name)
    const [starts, ends] = await Promise.all([listOffsets(cluster, topic, topic.partitions, EARLIEST), listOffsets(cluster, topic, topic.partitions, LATEST)])
    const ranges = topic.partitions.map(({ partition, leader }) => ({ partition, leader, start: starts.get(partition)?.offset ?? 0, end: ends.get(partition)?.offset ?? 0 }))
    const sampled = await newestRecords(cluster, topic, topicIdOf(name, topic.topicId), ranges)
    if (sampled.error) throw sampled.error
    const dialect = userDialect(data)
    const newest = sampled.records.toSorted((a, b) => b.timestampMs - a.timestampMs).slice(0, PREVIEW_RECORDS)
    const rows = newest.map((record) => {
      const failure = decodeFailure(record, { clusterId, userDialects: [dialect], dialect: dialect.id })
      const sizeBytes = (record.key?.length ?? 0) + (record.value?.length ?? 0)
      const entry = entryOf({ record, failure, sizeBytes, transaction: null, replayId: null, stackId: '' })
      return { row: rowOf(entry, false), issues: failure.decodeIssues, headers: record.headers.slice(0, 100).map(({ key, value }) => ({ name: key, text: textOf(value) })) }
    })
    const strengths = newest.map(({ headers }) => dialect.signature(new HeaderView(headers)))
    return { rows, signature: strengths.length === 0 ? 0 : strengths.reduce((sum, strength) => sum + strength, 0) / strengths.length }
  }

  async #recognise(opened: OpenedCluster): Promise<Flows> {
    const { recognised, topics } = await recognise(opened.cluster, this.#recogniseOptions(opened))
    for (const { topic, topicId } of recognised) opened.topicIds.set(topic, topicId)
    return shownFlows(recognised, topics.length, this.#options)
  }

  #recogniseOptions({ clusterId, isLocal }: OpenedCluster): RecogniseOptions {
    const { rules, policyOf } = this.#options
    let samples = this.#samples.get(clusterId)
    if (samples === undefined) this.#samples.set(clusterId, (samples = new Map()))
    return { mappings: rules.mappings(clusterId), userDialects: rules.dialects(), isLocal, policyOf: isLocal ? policyOf : undefined, samples }
  }
}

function shownFlows(recognised: Parameters<typeof flowsOf>[0], topicCount: number, { clock, rules }: RecognitionOptions) {
  const flows = flowsOf(recognised).map(({ source, retries, deadLetters }) => ({ source, retries: retries.map(topicOf), deadLetters: deadLetters.map(topicOf) }))
  const dialects = [...BUILT_IN_DIALECTS, ...rules.dialects()].map(({ name }) => name)
  return { flows, lookedFor: { patterns: [...NAME_EXAMPLES], dialects }, topicCount, readAtMs: clock.now() }
}

function textOf(value: Buffer | null): string {
  const preview = previewOf(value)
  if (preview.kind === 'null') return ''
  return preview.kind === 'binary' ? `0x${preview.hex}` : preview.text
}
