// What the ledger's words mean, and which entries a person asks for.
import type { AuditEntry, AuditFilter } from '../../../core/contract/audit.ts'

export type Action = AuditEntry['action']

/** In the order in which people look for them. */
export const ACTIONS: readonly { action: Action; label: string }[] = [
  { action: 'replay', label: 'Replay' },
  { action: 'undo', label: 'Undo' },
  { action: 'purge', label: 'Purge' },
  { action: 'sandbox', label: 'Sandbox' },
  { action: 'produce', label: 'Produce' },
  { action: 'topic', label: 'Topic' },
  { action: 'config', label: 'Configuration' },
  { action: 'group', label: 'Group' },
  { action: 'retry', label: 'Retry' },
  { action: 'poison-pill', label: 'Poison pill' },
  { action: 'security', label: 'Security' },
  { action: 'other', label: 'Other' },
]

export const labelOf = (action: Action): string => ACTIONS.find((known) => known.action === action)?.label ?? action

export const OUTCOMES: Record<AuditEntry['outcome'], { word: string; tone: 'good' | 'warn' | 'bad' | 'accent' }> = {
  done: { word: 'done', tone: 'good' },
  partly: { word: 'partly', tone: 'warn' },
  failed: { word: 'failed', tone: 'bad' },
  started: { word: 'started', tone: 'accent' },
}

export const PERIODS = ['all', 'hour', 'day', 'week', 'month'] as const
export type Period = (typeof PERIODS)[number]

export const PERIOD_LABELS: Record<Period, string> = { all: 'Any time', hour: 'Last hour', day: 'Last 24 hours', week: 'Last 7 days', month: 'Last 30 days' }

const HOUR_MS = 3_600_000
const PERIOD_MS: Record<Exclude<Period, 'all'>, number> = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS, month: 720 * HOUR_MS }

export interface Asked {
  text: string
  action: Action | ''
  connectionId: string
  period: Period
}

export const ASKED_FOR_ALL: Asked = { text: '', action: '', connectionId: '', period: 'all' }

/** To the minute, so that the same question stays the same while it is looked at. */
export function filterOf({ text, action, connectionId, period }: Asked, nowMs: number): AuditFilter {
  return {
    ...(text.trim() !== '' && { text: text.trim() }),
    ...(action !== '' && { actions: [action] }),
    ...(connectionId !== '' && { connectionId }),
    ...(period !== 'all' && { fromMs: Math.floor((nowMs - PERIOD_MS[period]) / 60_000) * 60_000 }),
  }
}

export const isNarrowed = (asked: Asked): boolean => Object.keys(filterOf(asked, 0)).length > 0
