// Answers the contract's replay plans: makes them of what was chosen, changes and shows them, tries repairs, and runs them dry. Nothing here writes to a cluster.
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { Slices } from '../base/slices.ts'
import type { ItemPreview, PlanItem, PlanSummary, ReplayOptions as AskedOptions, ReplayTransform } from '../contract/replay.ts'
import type { DecodeContext, FailureKey } from '../deadletters/failure.ts'
import { editItem, forceItem, leaveOut, NoSuchItem } from '../deadletters/replay/change-items.ts'
import { createPlan, planAgain, type PlanMaking, type Selection, TooManyItems } from '../deadletters/replay/create-plan.ts'
import { lastDryRun, verdictsOf } from '../deadletters/replay/dry-run-store.ts'
import { dryRun } from '../deadletters/replay/dry-run.ts'
import type { ReplayJobs } from '../deadletters/replay/jobs/replay-jobs.ts'
import { defaultOptions } from '../deadletters/replay/options.ts'
import type { PlanStore } from '../deadletters/replay/plan-store.ts'
import type { ReplayPlan } from '../deadletters/replay/plan.ts'
import type { PrepareContext } from '../deadletters/replay/prepare.ts'
import { StalePlan } from '../deadletters/replay/prepare.ts'
import { previewItems } from '../deadletters/replay/preview-item.ts'
import type { Transforms } from '../deadletters/replay/transform/transforms.ts'
import { tryTransform, type Tried, type TriedTransform, withTransform } from '../deadletters/replay/try-transform.ts'
import { importedFilesTable, redirectsTable } from '../storage/workbench-tables.ts'
import type { WorkbenchStore } from '../storage/workbench-store.ts'
import type { RulesStore } from '../deadletters/recognise/rules-store.ts'
import type { Answers } from './answers.ts'
import { type ConnectionsService, LOCAL_CONNECTION_ID } from './connections-service.ts'
import type { DeadLettersService } from './dead-letters-service.ts'
import { optionsOf, shownOptions, transformOf } from './replay-options.ts'
import { itemOf, previewOf, summaryOf } from './replay-plan-rows.ts'
import { invalidInput, notFound, ServiceError } from './service-error.ts'

type Replay = Answers<'replay'>
type Input<Name extends keyof Replay> = Parameters<Replay[Name]>[0]

export interface ReplayPlansOptions {
  readonly connections: ConnectionsService
  readonly deadLetters: Pick<DeadLettersService, 'topics' | 'keysOf' | 'recognise'>
  readonly rules: RulesStore
  readonly store: WorkbenchStore
  readonly plans: PlanStore
  readonly transforms: Transforms
  /** The jobs that plans have become. */
  readonly jobs: () => Pick<ReplayJobs, 'list' | 'ofPlan'>
  readonly clock: Clock
  readonly random: Random
}

type Answered = 'defaults' | 'plan' | 'plans' | 'summary' | 'removePlan' | 'change' | 'items' | 'preview' | 'edit' | 'force' | 'leaveOut' | 'tryTransform' | 'dryRun' | 'redirects' | 'setRedirects'

export class ReplayPlansService implements Pick<Replay, Answered> {
  readonly #options: ReplayPlansOptions
  /** Tried transforms, the last few: pages of one are asked for again and again. */
  readonly #tried = new Map<string, Promise<TriedTransform>>()

  constructor(options: ReplayPlansOptions) {
    this.#options = options
  }

  defaults({ targetConnectionId }: Input<'defaults'>): AskedOptions {
    return shownOptions(defaultOptions({ isLocal: targetConnectionId === LOCAL_CONNECTION_ID }), targetConnectionId)
  }

  async plan({ connectionId, selection, options, transform, name, includeReplayed, maxItems }: Input<'plan'>, signal: AbortSignal): Promise<PlanSummary> {
    const chosen = await this.#selected(connectionId, selection, signal)
    const target = await this.#target(options.targetConnectionId)
    const source = 'keys' in chosen ? await this.#cluster(connectionId) : null
    const { clock, random } = this.#options
    const nowMs = clock.now()
    const head = {
      planId: random.uuid(),
      createdAtMs: nowMs,
      frozenAtMs: nowMs,
      title: name ?? titleOf(chosen),
      source,
      target,
      options: optionsOf(options, transform, { redirects: this.#redirects(target.clusterId), skipReplayed: !includeReplayed, maxItems }),
    }
    const topics = 'keys' in chosen ? new Set(chosen.keys.map(({ topic }) => topic)) : new Set<string>()
    const making = await this.#making(source?.connectionId ?? null, target.connectionId, topics, signal)
    return this.#summary(await refusing(createPlan(head, chosen, making)))
  }

  plans(): PlanSummary[] {
    return this.#options.plans.list().map((plan) => this.#summary(plan))
  }

  summary({ planId }: Input<'summary'>): PlanSummary {
    return this.#summary(this.#plan(planId))
  }

  async removePlan({ planId }: Input<'removePlan'>) {
    this.#changeable(planId)
    await this.#options.plans.remove(planId)
    return {}
  }

  async change({ planId, options, transform, name }: Input<'change'>, signal: AbortSignal): Promise<PlanSummary> {
    const plan = this.#changeable(planId)
    if (options === undefined && transform === undefined) {
      return this.#summary(name === undefined ? plan : await this.#options.plans.update(planId, { title: name }))
    }
    const target = await this.#target(options?.targetConnectionId ?? plan.target.connectionId)
    const { skipReplayed, maxItems } = plan.options
    const kept = { redirects: this.#redirects(target.clusterId), skipReplayed, maxItems }
    const asked = optionsOf(options ?? shownOptions(plan.options, target.connectionId), transform ?? { kind: 'none' }, kept)
    const next = transform === undefined ? { ...asked, transform: plan.options.transform } : asked
    const making = await this.#making(plan.source?.connectionId ?? null, target.connectionId, this.#topicsOf(plan), signal)
    const titled = name === undefined ? plan : { ...plan, title: name }
    return this.#summary(await refusing(planAgain(titled, { options: next, target }, making)))
  }

  async items({ planId, verdict, cursor, limit }: Input<'items'>): Promise<{ items: PlanItem[]; cursor: number | null; total: number }> {
    const plan = this.#plan(planId)
    const run = lastDryRun(this.#options.store, planId)
    const counts = run?.planHash === plan.planHash ? run.counts : undefined
    const wanted = (item: PlanItem): boolean => verdict === null || item.verdict === verdict
    const items: PlanItem[] = []
    const slices = new Slices(this.#options.clock)
    let next = Math.max(0, cursor)
    for (; next < plan.itemCount && items.length < limit; ) {
      const page = this.#itemsAt(plan, next, verdict === null ? limit : Math.max(limit, 256))
      for (const item of page) {
        next = item.index + 1
        if (wanted(item) && items.push(item) === limit) break
      }
      if (slices.isOver) await slices.next()
    }
    const total = verdict === null ? plan.itemCount : (counts?.[verdict] ?? 0)
    return { items, cursor: next < plan.itemCount ? next : null, total }
  }

  async preview({ planId, index }: Input<'preview'>, signal: AbortSignal): Promise<ItemPreview> {
    const plan = this.#plan(planId)
    const [shown] = await this.#previews(plan, [index], await this.#prepareContext(plan, signal), true)
    if (!shown) throw notFound(`The plan has ${plan.itemCount} items; there is no item ${index}.`)
    return shown
  }

  async edit({ planId, index, edit }: Input<'edit'>, signal: AbortSignal): Promise<PlanSummary> {
    const plan = this.#changeable(planId)
    const making = await this.#making(plan.source?.connectionId ?? null, plan.target.connectionId, this.#topicsOf(plan), signal)
    if (edit !== null) await this.#refuseUneditable(plan, index, edit.value, signal)
    const content = edit && { key: bufferOf(edit.key), value: bufferOf(edit.value), headers: edit.headers.map(({ key, value }) => ({ key, value: bufferOf(value) })) }
    return this.#summary(await refusing(editItem(this.#options.plans, plan, index, content, making)))
  }

  async force({ planId, index, isForced }: Input<'force'>): Promise<PlanSummary> {
    return this.#summary(await refusing(forceItem(this.#options.plans, this.#changeable(planId), index, isForced, this.#options.clock.now())))
  }

  async leaveOut({ planId, indexes }: Input<'leaveOut'>): Promise<PlanSummary> {
    return this.#summary(await leaveOut(this.#options.plans, this.#changeable(planId), indexes, this.#options.clock.now()))
  }

  async tryTransform({ planId, transform, cursor, limit, only }: Input<'tryTransform'>, signal: AbortSignal) {
    const plan = this.#plan(planId)
    const none = { valid: 0, invalid: 0, unchanged: 0, checked: 0, total: plan.itemCount, pages: [], cursor: null }
    const chosen = transformOrProblem(transform)
    if ('problem' in chosen) return { ...none, error: { message: chosen.problem, line: lineIn(chosen.problem) } }
    const context = await this.#prepareContext(plan, signal)
    const tried = await this.#triedOnce(plan, transform, async () => tryTransform(plan, chosen.transform, context))
    const count = (kind: Tried): number => tried.items.filter((item) => item === kind).length
    const wanted = tried.items.flatMap((kind, index) => (index >= cursor && (only === 'all' || kind === only) ? [index] : []))
    const page = wanted.slice(0, limit)
    const pages = await this.#previews(withTransform(plan, chosen.transform), page, context, false)
    const invalid = count('failed')
    return { valid: tried.items.length - invalid, invalid, unchanged: count('unchanged'), checked: tried.items.length, total: tried.total, pages, cursor: wanted[limit] ?? null, error: null }
  }

  async *dryRun({ planId }: Input<'dryRun'>, signal: AbortSignal) {
    const plan = this.#plan(planId)
    const context = { ...(await this.#prepareContext(plan, signal)), target: this.#options.connections.cluster(plan.target.connectionId), jobText: (jobId: string) => this.#jobText(jobId) }
    const { planHash } = plan
    try {
      for await (const { checked, total, step, run } of dryRun(plan, context)) {
        yield { planId, planHash, checked, total, step, done: run !== null, summary: run === null ? null : this.summary({ planId }) }
      }
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof StalePlan) throw invalidInput('planId', error.message, 'Run it dry again.')
      throw error
    }
  }

  async redirects({ connectionId }: Input<'redirects'>) {
    const { clusterId } = await this.#cluster(connectionId)
    return this.#redirects(clusterId).map(({ from, to }) => ({ fromTopic: from, toTopic: to }))
  }

  async setRedirects({ connectionId, rules }: Input<'setRedirects'>) {
    const { clusterId } = await this.#cluster(connectionId)
    await this.#options.store.commit([redirectsTable.put(clusterId, { rules: rules.map(({ fromTopic, toTopic }) => ({ from: fromTopic, to: toTopic })) })])
    return this.redirects({ connectionId })
  }

  /** What a sandbox and a promotion are made of. */
  async makingFor(sourceConnectionId: string | null, targetConnectionId: string, topics: ReadonlySet<string>, signal: AbortSignal): Promise<PlanMaking> {
    return this.#making(sourceConnectionId, targetConnectionId, topics, signal)
  }

  shown(plan: ReplayPlan): PlanSummary {
    return this.#summary(plan)
  }

  async #selected(connectionId: string, selection: Input<'plan'>['selection'], signal: AbortSignal): Promise<Selection> {
    if (selection.kind === 'filter') return { keys: await this.#options.deadLetters.keysOf(connectionId, selection.topics, selection.filter, signal) }
    if (selection.kind === 'file') {
      if (this.#options.store.get(importedFilesTable, selection.fileId) === undefined) throw notFound('The imported file is not kept any more.', 'Import it again.')
      return { fileId: selection.fileId }
    }
    const { clusterId } = await this.#cluster(connectionId)
    return { keys: selection.keys.map(({ offset, ...key }): FailureKey => ({ ...key, clusterId, offset: Number(offset) })) }
  }

  async #cluster(connectionId: string): Promise<{ connectionId: string; clusterId: string }> {
    return { connectionId, clusterId: (await this.#options.deadLetters.topics.cluster(connectionId)).clusterId }
  }

  async #target(connectionId: string): Promise<ReplayPlan['target']> {
    return { ...(await this.#cluster(connectionId)), isLocal: connectionId === LOCAL_CONNECTION_ID }
  }

  async #making(sourceConnectionId: string | null, targetConnectionId: string, topics: ReadonlySet<string>, signal: AbortSignal): Promise<PlanMaking> {
    const { connections, deadLetters, plans, store, clock, rules } = this.#options
    const flows = sourceConnectionId === null ? [] : (await deadLetters.recognise({ connectionId: sourceConnectionId })).flows
    const contexts = new Map<string, DecodeContext>()
    for (const topic of topics) contexts.set(topic, (await deadLetters.topics.contextOf(sourceConnectionId!, topic)).context)
    const recognised = new Map(flows.flatMap(({ retries, deadLetters: letters }) => [...retries, ...letters]).map((topic) => [topic.topic, topic.role]))
    return {
      plans,
      store,
      clock,
      source: sourceConnectionId === null ? null : connections.cluster(sourceConnectionId),
      target: connections.cluster(targetConnectionId),
      targetName: connections.name(targetConnectionId),
      decodeContext: (topic) => contexts.get(topic) ?? { clusterId: '', userDialects: rules.dialects() },
      roleOf: (topic) => recognised.get(topic) ?? 'none',
      firstRetryOf: ({ topic }) => flows.find(({ source }) => source === topic)?.retries[0]?.topic ?? null,
      jobText: (jobId) => this.#jobText(jobId),
      signal,
    }
  }

  async #prepareContext(plan: ReplayPlan, signal: AbortSignal): Promise<PrepareContext> {
    const { connections, store, clock, transforms, rules } = this.#options
    return { store, clock, transforms, signal, userDialects: rules.dialects(), source: plan.source && connections.cluster(plan.source.connectionId) }
  }

  async #previews(plan: ReplayPlan, indexes: readonly number[], context: PrepareContext, withOrigins: boolean): Promise<ItemPreview[]> {
    const items = this.#options.plans.itemsAt(plan.planId, indexes)
    const previews = await previewItems(plan, items, context, withOrigins)
    return previews.map((preview) => previewOf(preview, this.#itemsAt(plan, preview.item.index, 1)[0]!))
  }

  #itemsAt(plan: ReplayPlan, from: number, count: number): PlanItem[] {
    const { plans, store } = this.#options
    const isRun = lastDryRun(store, plan.planId)?.planHash === plan.planHash
    const verdicts = isRun ? verdictsOf(store, plan.planId, from, count) : new Map()
    return plans.items(plan.planId, from, count).map((item) => itemOf(item, verdicts.get(item.index), isRun))
  }

  async #refuseUneditable(plan: ReplayPlan, index: number, value: Uint8Array | null, signal: AbortSignal): Promise<void> {
    const items = this.#options.plans.items(plan.planId, index, 1)
    const [preview] = await previewItems(plan, items, await this.#prepareContext(plan, signal), false)
    const refusal = preview?.editRefusal ?? null
    const before = preview?.before?.value ?? null
    const isSame = value === null || before === null ? value === before : before.equals(value)
    if (preview?.before && refusal !== null && !isSame) throw invalidInput('edit.value', refusal)
  }

  #triedOnce(plan: ReplayPlan, transform: ReplayTransform, attempt: () => Promise<TriedTransform>): Promise<TriedTransform> {
    const key = JSON.stringify([plan.planId, plan.planHash, transform])
    const known = this.#tried.get(key) ?? attempt()
    this.#tried.delete(key)
    this.#tried.set(key, known)
    known.catch(() => this.#tried.delete(key))
    if (this.#tried.size > MOST_TRIED_KEPT) this.#tried.delete(this.#tried.keys().next().value!)
    return known
  }

  #topicsOf(plan: ReplayPlan): Set<string> {
    return new Set(plan.sourceTopics)
  }

  #redirects(clusterId: string): { from: string; to: string }[] {
    return this.#options.store.get(redirectsTable, clusterId)?.rules ?? []
  }

  #plan(planId: string): ReplayPlan {
    const plan = this.#options.plans.get(planId)
    if (!plan) throw notFound(`There is no replay plan "${planId}".`, 'It may have been removed in another window.')
    return plan
  }

  /** What a job sends must stay what was shown. */
  #changeable(planId: string): ReplayPlan {
    const plan = this.#plan(planId)
    const job = this.#options.jobs().ofPlan(planId)
    if (job) throw invalidInput('planId', `The plan "${plan.title}" is job ${job.number} and stays as it is.`, 'Make another plan.')
    return plan
  }

  #jobText(jobId: string): string {
    const job = this.#options.jobs().list().find((known) => known.jobId === jobId)
    return job ? `job ${job.number}` : 'a job that was removed'
  }

  #summary(plan: ReplayPlan): PlanSummary {
    const { connections, rules, store, clock, jobs } = this.#options
    const names = new Map(connections.list().connections.map(({ id, name }) => [id, name]))
    return summaryOf(plan, {
      nameOf: (connectionId) => names.get(connectionId) ?? connectionId,
      userDialects: rules.dialects(),
      run: lastDryRun(store, plan.planId),
      jobId: jobs().ofPlan(plan.planId)?.jobId ?? null,
      nowMs: clock.now(),
    })
  }
}

const MOST_TRIED_KEPT = 4

async function refusing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof TooManyItems) throw invalidInput('maxItems', error.message, 'Confirm that so many are to be planned, or choose fewer.')
    if (error instanceof NoSuchItem) throw notFound(error.message)
    throw error
  }
}

function transformOrProblem(transform: ReplayTransform): { transform: ReturnType<typeof transformOf> } | { problem: string } {
  try {
    return { transform: transformOf(transform) }
  } catch (error) {
    if (error instanceof ServiceError) return { problem: error.message }
    throw error
  }
}

function lineIn(message: string): number | null {
  const line = /\(line (\d+)\)$/.exec(message)?.[1]
  return line === undefined ? null : Number(line)
}

function titleOf(selection: Selection): string {
  if (!('keys' in selection)) return 'Records of a file'
  const topics = [...new Set(selection.keys.map(({ topic }) => topic))]
  const where = topics.length === 1 ? topics[0]! : `${topics.length} topics`
  return `${selection.keys.length} ${selection.keys.length === 1 ? 'record' : 'records'} of ${where}`
}

function bufferOf(bytes: Uint8Array | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes)
}
