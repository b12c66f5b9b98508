// A replay job and its items in the words of the contract.
import type { JobItem, JobSummary } from '../contract/replay.ts'
import type { ItemState } from '../deadletters/replay/jobs/item-states.ts'
import { type JobRecord, type NameOf, type Outcome, sourceNameOf, targetNameOf } from '../deadletters/replay/jobs/job-record.ts'
import { isOver } from '../deadletters/replay/jobs/job-state.ts'
import type { LiveJob } from '../deadletters/replay/jobs/live-job.ts'
import { isFileLine, type PlanItem } from '../deadletters/replay/plan.ts'
import type { LedgerRow, OutcomeRow } from '../storage/workbench-tables.ts'

const NOTHING = { messagesPerSecond: 0, bytesPerSecond: 0 }

export function jobSummaryOf(job: JobRecord, seen: LiveJob | undefined, nameOf: NameOf): JobSummary {
  const { jobId, number, name, planId, planHash, targetConnectionId, isTargetLocal, mode, state, rate, canary, sentBytes, isSandbox, isArchived } = job
  const { createdAtMs, startedAtMs, endedAtMs, scheduledForMs, outcomes, total } = job
  const items = state === 'RUNNING' && seen ? seen.books.states.counts() : job.items
  return {
    jobId,
    number,
    name,
    planId,
    planHash,
    sourceConnectionId: job.sourceConnectionId ?? '',
    sourceName: sourceNameOf(job, nameOf) ?? 'A file',
    targetConnectionId,
    targetName: targetNameOf(job, nameOf),
    isTargetLocal,
    mode,
    state,
    reason: job.reason ?? throttledReason(state, seen),
    items: { total, pending: items.PENDING, sending: items.SENDING, sent: items.SENT, skipped: items.SKIPPED, failed: items.FAILED, held: items.HELD, indoubt: items.INDOUBT },
    // What was taken back is waited for by nobody.
    outcomes: isTakenBack(job, items.SENT) ? { ...outcomes, waiting: 0, untracked: 0 } : { ...outcomes },
    sentBytes,
    messagesPerSecond: rate.messagesPerSecond,
    bytesPerSecond: rate.bytesPerSecond,
    currentRate: state === 'RUNNING' ? (seen?.rates.current ?? NOTHING) : NOTHING,
    canary,
    createdAtMs,
    startedAtMs,
    endedAtMs,
    scheduledForMs,
    consumers: [...(seen?.consumers ?? [])],
    undo: undoOf(job, items.SENT),
    isSandbox,
    canPromote: isSandbox && outcomes.consumed > 0,
    isArchived,
  }
}

function throttledReason(state: JobRecord['state'], seen: LiveJob | undefined): JobSummary['reason'] {
  const throttledMs = seen?.throttledMs ?? 0
  if (state !== 'RUNNING' || throttledMs === 0) return null
  return { code: 'throttled', message: `The broker asks to be quiet for ${Math.ceil(throttledMs)} ms: the quota of this client is used up.`, remedy: 'It goes on by itself, slower.' }
}

function isTakenBack({ takenBack }: JobRecord, sent: number): boolean {
  return takenBack !== null && takenBack.count >= sent
}

function undoOf(job: JobRecord, sent: number): JobSummary['undo'] {
  if (!job.isTargetLocal) return { isPossible: false, text: 'This cannot be undone: Kafka has no way to take records back. Cancel keeps everything that was sent, and nothing is deleted from the dead-letter topic.' }
  if (job.takenBack && job.takenBack.count > 0) return { isPossible: !isTakenBack(job, sent), text: `${job.takenBack.count} of ${sent} records were taken back.` }
  if (!isOver(job.state)) return { isPossible: false, text: 'Once it is over, records on the local broker can be taken back. Cancelling it keeps what was sent, and nothing is deleted from the dead-letter topic.' }
  const { consumed } = job.outcomes
  if (consumed > 0) {
    const read = consumed >= sent ? (sent === 1 ? 'Its group has read it' : `Their groups have read all ${sent}`) : `Their groups have read ${consumed} of ${sent}`
    return { isPossible: true, text: `${read}: taking records back does not undo what was done with them. Nothing is deleted from the dead-letter topic.` }
  }
  return { isPossible: sent > 0, text: 'Records on the local broker can be taken back. The dead letters stay, and can be replayed again.' }
}

export interface KnownItem {
  readonly item: PlanItem
  readonly state: ItemState
  readonly row: LedgerRow | undefined
  readonly outcome: OutcomeRow | undefined
}

export function outcomeOf({ state, outcome, item }: KnownItem): Outcome | null {
  if (state !== 'SENT') return null
  return outcome?.outcome ?? (item.origin?.group ? 'waiting' : 'untracked')
}

export function jobItemOf(known: KnownItem): JobItem {
  const { item, state, row, outcome } = known
  const { source } = item
  const isKnown = row !== undefined && row.topic !== ''
  return {
    index: item.index,
    source: isFileLine(source) ? null : { topic: source.topic, topicId: source.topicId, partition: source.partition, offset: BigInt(source.offset) },
    line: isFileLine(source) ? source.line : null,
    keyText: item.keyText,
    target: {
      topic: isKnown ? row.topic : item.targetTopic,
      partition: (isKnown ? row.partition : item.targetPartition) < 0 ? null : isKnown ? row.partition : item.targetPartition,
      offset: row && row.offset >= 0 ? BigInt(row.offset) : null,
    },
    state,
    outcome: outcomeOf(known),
    finding: row?.code === undefined ? null : { code: row.code, text: row.message ?? '' },
    atMs: row && row.state !== 'PENDING' ? row.atMs : null,
    bouncedTo: outcome?.bouncedTo ? { ...outcome.bouncedTo, offset: BigInt(outcome.bouncedTo.offset) } : null,
  }
}
