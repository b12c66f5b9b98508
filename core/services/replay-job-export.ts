// What became of each record of a job, as text: lines of JSON, or CSV that a spreadsheet opens without running anything in it.
import type { JobRecord } from '../deadletters/replay/jobs/job-record.ts'
import { isFileLine } from '../deadletters/replay/plan.ts'
import { type KnownItem, outcomeOf } from './replay-job-summary.ts'

const PIECE_LINES = 1_000

const COLUMNS = ['job', 'index', 'state', 'outcome', 'sourceTopic', 'sourcePartition', 'sourceOffset', 'key', 'targetTopic', 'targetPartition', 'targetOffset', 'code', 'message', 'bytesHash', 'at', 'auditSequence'] as const
type Line = Record<(typeof COLUMNS)[number], string | number | null>

/** In pieces of a thousand lines. */
export function* exportedJob(job: JobRecord, items: Iterable<KnownItem>, format: 'jsonl' | 'csv'): Generator<string> {
  let lines: string[] = format === 'csv' ? [`${COLUMNS.join(',')}\n`] : []
  for (const known of items) {
    const line = lineOf(job, known)
    lines.push(format === 'csv' ? `${COLUMNS.map((column) => csvCell(line[column])).join(',')}\n` : `${JSON.stringify(line)}\n`)
    if (lines.length < PIECE_LINES) continue
    yield lines.join('')
    lines = []
  }
  if (lines.length > 0) yield lines.join('')
}

function lineOf(job: JobRecord, known: KnownItem): Line {
  const { item, row, state } = known
  const source = isFileLine(item.source) ? { topic: `file ${item.source.file}`, partition: null, offset: item.source.line } : item.source
  return {
    job: job.number,
    index: item.index,
    state,
    outcome: outcomeOf(known),
    sourceTopic: source.topic,
    sourcePartition: source.partition,
    sourceOffset: source.offset,
    key: item.keyText,
    targetTopic: row?.topic || item.targetTopic,
    targetPartition: row && row.partition >= 0 ? row.partition : item.targetPartition,
    targetOffset: row && row.offset >= 0 ? row.offset : null,
    code: row?.code ?? null,
    message: row?.message ?? null,
    bytesHash: row?.bytesHash || null,
    at: row ? new Date(row.atMs).toISOString() : null,
    auditSequence: row?.audit || null,
  }
}

/** Text that a spreadsheet would take for a formula is kept from being one. */
export function csvCell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
