// Answers the contract's ledger of writes: lists it, checks its chain, exports it, and keeps what the workbench itself writes to clusters.
import type { Timers } from '../base/timers.ts'
import { pause } from '../client/pause.ts'
import type { AuditEntry as ShownEntry, AuditFilter } from '../contract/audit.ts'
import type { AuditEntry, AuditLog } from '../deadletters/audit.ts'
import type { Answers } from './answers.ts'
import { csvCell } from './replay-job-export.ts'

type Audit = Answers<'audit'>
type Input<Name extends keyof Audit> = Parameters<Audit[Name]>[0]

const PIECE_LINES = 1_000
const COLUMNS = ['sequence', 'at', 'who', 'cluster', 'clusterId', 'action', 'subject', 'text', 'outcome', 'detail', 'jobId', 'hash'] as const

export class AuditService implements Audit {
  readonly #log: AuditLog
  readonly #timers: Timers

  constructor(log: AuditLog, timers: Timers) {
    this.#log = log
    this.#timers = timers
  }

  entries({ filter, cursor, limit }: Input<'entries'>): { entries: ShownEntry[]; cursor: number | null; total: number } {
    const entries: ShownEntry[] = []
    let [next, total] = [null as number | null, 0]
    this.#log.visitBack(null, (entry) => {
      if (!isWanted(entry, filter)) return
      total++
      if (cursor !== null && entry.sequence >= cursor) return
      if (entries.length < limit) entries.push(shown(entry))
      else next ??= entries.at(-1)!.sequence
    })
    return { entries, cursor: next, total }
  }

  verify(): { entries: number; isWhole: boolean; brokenAt: number | null; text: string } {
    const { entries, brokenAt } = this.#log.verify()
    const text = brokenAt === null ? `All ${entries} entries follow from one another: nothing was changed or left out.` : `Entry ${brokenAt} does not follow from the one before it, or is gone: it was changed, or something was left out.`
    return { entries, isWhole: brokenAt === null, brokenAt, text }
  }

  async *export({ filter, format }: Input<'export'>, signal: AbortSignal): AsyncGenerator<{ text: string; done: boolean }, void> {
    let lines: string[] = format === 'csv' ? [`${COLUMNS.join(',')}\n`] : []
    for (let sequence = 1; sequence <= this.#log.length && !signal.aborted; sequence++) {
      const entry = this.#log.get(sequence)
      if (entry && isWanted(entry, filter)) lines.push(format === 'csv' ? csvLine(entry) : `${JSON.stringify(entry)}\n`)
      if (lines.length < PIECE_LINES) continue
      yield { text: lines.join(''), done: false }
      lines = []
      await pause(this.#timers, 0, signal)
    }
    yield { text: lines.join(''), done: true }
  }
}

function isWanted(entry: AuditEntry, { connectionId, actions, text, fromMs, untilMs, jobId }: AuditFilter): boolean {
  if (connectionId !== undefined && entry.connectionId !== connectionId) return false
  if (actions !== undefined && !actions.includes(entry.action)) return false
  if (jobId !== undefined && entry.jobId !== jobId) return false
  if (fromMs !== undefined && entry.atMs < fromMs) return false
  if (untilMs !== undefined && entry.atMs >= untilMs) return false
  return text === undefined || text === '' || searched(entry).includes(text.toLowerCase())
}

function searched({ who, connectionName, subject, text, detail }: AuditEntry): string {
  return [who, connectionName, subject, text, ...detail.flatMap((each) => [each.name, each.text])].join('\n').toLowerCase()
}

function shown(entry: AuditEntry): ShownEntry {
  return { ...entry, detail: entry.detail.map(({ name, text }) => ({ name, text })) }
}

function csvLine(entry: AuditEntry): string {
  const { sequence, atMs, who, connectionName, clusterId, action, subject, text, outcome, detail, jobId, hash } = entry
  const cells = [sequence, new Date(atMs).toISOString(), who, connectionName, clusterId, action, subject, text, outcome, detail.map((each) => `${each.name}: ${each.text}`).join('; '), jobId, hash]
  return `${cells.map(csvCell).join(',')}\n`
}
