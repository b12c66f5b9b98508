// Dead letters of any cluster, as the contract shows them: which topics hold them, what failed and why, and what a person makes of it.
import type { Clock } from '../base/clock.ts'
import { BUILT_IN_DIALECTS } from '../deadletters/dialects/detect-dialect.ts'
import { RecordVerdicts, recordTest } from '../deadletters/case/record-filter.ts'
import type { FailureKey as IndexedKey } from '../deadletters/failure.ts'
import type { FailureEntry } from '../deadletters/index/failure-entry.ts'
import type { FailureFilter } from '../deadletters/index/failure-filter.ts'
import { groupsOf } from '../deadletters/index/failure-groups.ts'
import type { FailureIndex } from '../deadletters/index/failure-index.ts'
import { pageOf } from '../deadletters/index/failure-list.ts'
import { timelineOf } from '../deadletters/index/failure-timeline.ts'
import type { TopicIndex } from '../deadletters/index/topic-index.ts'
import type { RulesStore } from '../deadletters/recognise/rules-store.ts'
import { patternProblem } from '../deadletters/recognise/topic-mapping.ts'
import type { Answers } from './answers.ts'
import type { ConnectionsService } from './connections-service.ts'
import { caseOf, type HistoryOf } from './dead-letter-case.ts'
import { DeadLetterRecognition, type PolicyOf } from './dead-letter-recognition.ts'
import { rowOf } from './dead-letter-rows.ts'
import { marksOf } from './dead-letter-marks.ts'
import { DeadLetterTopics, type OpenedCluster } from './dead-letter-topics.ts'
import { watchTopics } from './dead-letter-watch.ts'
import { invalidInput } from './service-error.ts'

type DeadLetters = Answers<'deadLetters'>
type Input<Name extends keyof DeadLetters> = Parameters<DeadLetters[Name]>[0]

export interface DeadLettersOptions {
  readonly connections: ConnectionsService
  readonly index: FailureIndex
  readonly rules: RulesStore
  readonly clock: Clock
  /** What retry policies of the local broker say of topics. */
  readonly policyOf?: PolicyOf
  /** What replays have done to a record. */
  readonly historyOf?: HistoryOf
}

const STATE_TEXTS: Readonly<Record<string, string>> = {
  new: 'Marked as new',
  acknowledged: 'Acknowledged',
  replayed: 'Marked as replayed',
  bounced: 'Marked as come back',
  consumed: 'Marked as consumed',
  resolved: 'Marked as resolved',
  parked: 'Marked as parked',
  ignored: 'Ignored',
}

export class DeadLettersService implements Omit<DeadLetters, 'purge' | 'purgePreview'> {
  readonly topics: DeadLetterTopics
  readonly #options: DeadLettersOptions
  readonly #recognition: DeadLetterRecognition
  readonly #verdicts = new RecordVerdicts()

  constructor(options: DeadLettersOptions) {
    this.#options = options
    this.topics = new DeadLetterTopics(options)
    this.#recognition = new DeadLetterRecognition({ topics: this.topics, rules: options.rules, clock: options.clock, ...(options.policyOf && { policyOf: options.policyOf }) })
  }

  async recognise({ connectionId, refresh = false }: Input<'recognise'>) {
    return this.#recognition.flows(connectionId, refresh)
  }

  async recogniseTopic({ connectionId, topic }: Input<'recogniseTopic'>) {
    return this.#recognition.topic(connectionId, topic)
  }

  async mappings({ connectionId }: Input<'mappings'>) {
    return this.#options.rules.mappings((await this.topics.cluster(connectionId)).clusterId)
  }

  async setMapping({ connectionId, mapping }: Input<'setMapping'>) {
    const problem = patternProblem(mapping.pattern)
    if (problem !== null) throw invalidInput('pattern', `"${mapping.pattern}" is no regular expression: ${problem}.`, 'Write a topic name, or an expression in slashes such as /^errors-.+$/.')
    this.#recognition.forget()
    return this.#options.rules.setMapping((await this.topics.cluster(connectionId)).clusterId, mapping)
  }

  async removeMapping({ connectionId, id }: Input<'removeMapping'>) {
    this.#recognition.forget()
    return this.#options.rules.removeMapping((await this.topics.cluster(connectionId)).clusterId, id)
  }

  dialects() {
    return { builtIn: BUILT_IN_DIALECTS.map(({ id, name, headers }) => ({ id, name, headers: [...headers] })), own: this.#own() }
  }

  async setDialect(dialect: Input<'setDialect'>) {
    await this.#options.rules.setDialect(dialect)
    this.#recognition.forget()
    return this.#own()
  }

  async removeDialect({ id }: Input<'removeDialect'>) {
    await this.#options.rules.removeDialect(id)
    this.#recognition.forget()
    return this.#own()
  }

  async previewDialect({ connectionId, topic, dialect }: Input<'previewDialect'>) {
    return this.#recognition.preview(connectionId, topic, dialect)
  }

  index({ connectionId, topics }: Input<'index'>, signal: AbortSignal) {
    return watchTopics({ ...this.#options, topics: this.topics }, connectionId, topics, signal)
  }

  async rebuild({ connectionId, topic }: Input<'rebuild'>) {
    const { opened, indexes } = await this.topics.indexes(connectionId, [topic])
    for (const { topicId } of indexes) await this.#options.index.rebuild(opened.clusterId, topicId, topic)
    return {}
  }

  async groups({ connectionId, topics, filter }: Input<'groups'>, signal: AbortSignal) {
    const { opened, entries } = await this.#selected(connectionId, topics, filter, signal)
    const { groups: notes, version } = this.#options.index
    const groups = groupsOf(entries, notes.groupOf(opened.clusterId), this.#options.clock.now()).map((group) => ({
      ...group,
      note: notes.note(opened.clusterId, group.fingerprint).text,
      merged: notes.mergedInto(opened.clusterId, group.fingerprint),
    }))
    return { groups, total: entries.length, version }
  }

  async timeline({ connectionId, topics, filter, steps }: Input<'timeline'>, signal: AbortSignal) {
    const { opened, indexes, entries } = await this.#selected(connectionId, topics, filter, signal)
    const notes = this.#options.index.groups
    const timeline = timelineOf(entries, notes.groupOf(opened.clusterId), { fromMs: filter.fromMs, untilMs: filter.untilMs, steps, nowMs: this.#options.clock.now() })
    return { ...timeline, marks: marksOf(indexes, timeline.series, (fingerprint) => notes.note(opened.clusterId, fingerprint), timeline) }
  }

  async list({ connectionId, topics, filter, order, cursor, limit }: Input<'list'>, signal: AbortSignal) {
    const { indexes, entries } = await this.#selected(connectionId, topics, filter, signal)
    const page = readable('cursor', () => pageOf(entries, order, cursor, limit))
    const rows = page.page.map((entry) => rowOf(entry, indexes.find((index) => index.topicId === entry.topicId)?.isGone(entry) ?? false))
    return { rows, cursor: page.cursor, total: entries.length, version: this.#options.index.version }
  }

  async case({ connectionId, key }: Input<'case'>, signal: AbortSignal) {
    return caseOf({ ...this.#options, topics: this.topics }, connectionId, key, signal)
  }

  async setState({ connectionId, topics, select, state }: Input<'setState'>, signal: AbortSignal) {
    const mark = { text: `${STATE_TEXTS[state] ?? state}.`, jobId: null }
    if (select.kind === 'keys') {
      const { clusterId } = await this.topics.cluster(connectionId)
      const keys = select.keys.map((key) => ({ ...key, clusterId, offset: Number(key.offset) }))
      return { changed: await this.#options.index.markOutcome(keys, state, mark) }
    }
    const { indexes, entries } = await this.#selected(connectionId, topics, select.filter, signal)
    let changed = 0
    for (const index of indexes) changed += await this.#options.index.mark(index, entries.filter(({ topicId }) => topicId === index.topicId), state, mark)
    return { changed }
  }

  async setNote({ connectionId, fingerprint, note }: Input<'setNote'>) {
    await this.#options.index.groups.setNote((await this.topics.cluster(connectionId)).clusterId, fingerprint, note)
    return {}
  }

  async setCaseNote({ connectionId, key, note }: Input<'setCaseNote'>) {
    const { index } = await this.topics.indexOf(connectionId, key.topicId, key.topic)
    await this.#options.index.setNote(index, { partition: key.partition, offset: Number(key.offset) }, note)
    return {}
  }

  async merge({ connectionId, into, fingerprints }: Input<'merge'>) {
    await this.#options.index.groups.merge((await this.topics.cluster(connectionId)).clusterId, into, fingerprints)
    return {}
  }

  async split({ connectionId, fingerprint }: Input<'split'>) {
    await this.#options.index.groups.split((await this.topics.cluster(connectionId)).clusterId, fingerprint)
    return {}
  }

  async markVisited({ connectionId, topics }: Input<'markVisited'>) {
    const { indexes } = await this.topics.indexes(connectionId, topics)
    for (const index of indexes) await this.#options.index.markVisited(index)
    return {}
  }

  /** What a filter means now, as a frozen list: what a plan is made from. */
  async keysOf(connectionId: string, topics: readonly string[], filter: FailureFilter, signal: AbortSignal): Promise<IndexedKey[]> {
    const { opened, entries } = await this.#selected(connectionId, topics, filter, signal)
    return entries.map(({ topic, topicId, partition, offset }) => ({ clusterId: opened.clusterId, topic, topicId, partition, offset }))
  }

  async #selected(connectionId: string, topics: readonly string[], filter: FailureFilter, signal: AbortSignal): Promise<{ opened: OpenedCluster; indexes: TopicIndex[]; entries: readonly FailureEntry[] }> {
    readable('filter.payload', () => recordTest(filter))
    const { opened, indexes } = await this.topics.indexes(connectionId, topics)
    const entries = this.#options.index.select(indexes, opened.clusterId, filter)
    return { opened, indexes, entries: await this.#verdicts.passing(opened.cluster, entries, filter, signal) }
  }

  #own() {
    return this.#options.rules.ownDialects().map((dialect) => ({ ...dialect, fields: [...dialect.fields], owned: [...dialect.owned] }))
  }
}

/** What a person or the page has written and cannot be read is refused in the words of who has tried. */
function readable<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof SyntaxError) throw invalidInput(field, error.message)
    throw error
  }
}
