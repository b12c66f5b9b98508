// What a policy and its stops are called.
import type { RetryPolicy, RetryStop } from '../../../core/contract/retries.ts'
import { counted, formatCount } from '../../format/numbers.ts'

export const ROLE_WORDS: Readonly<Record<RetryStop['role'], string>> = {
  source: 'Source',
  ingress: 'Failed records',
  tier: 'Tier',
  return: 'Back to the group',
  'dead-letter': 'Dead letters',
}

/** Numbered where there are several of a kind. */
export function titlesOf(stops: readonly RetryStop[]): string[] {
  let tier = 0
  return stops.map(({ role, isFormer }) => {
    if (isFormer) return role === 'tier' ? 'Former tier' : 'Failed records, before the edit'
    return role === 'tier' ? `Tier ${++tier}` : ROLE_WORDS[role]
  })
}

export const policyTitle = ({ draft: { source, group } }: RetryPolicy): string => (group === null ? source : `${source} for ${group}`)

/** What waits, in all. */
export function waitingIn({ stops }: RetryPolicy): number {
  return stops.reduce((sum, { role, records }) => sum + (role === 'tier' || role === 'ingress' ? (records ?? 0) : 0), 0)
}

export function nextDueOf({ stops }: RetryPolicy): number | null {
  const due = stops.flatMap(({ nextDueMs }) => (nextDueMs === null ? [] : [nextDueMs]))
  return due.length === 0 ? null : Math.min(...due)
}

export const STATE_WORDS: Readonly<Record<RetryPolicy['state'], string>> = { running: 'Running', paused: 'Paused', deleted: 'Deleted' }
export const STATE_TONES = { running: 'good', paused: 'warn', deleted: 'neutral' } as const

/** Below the count of a stop. */
export function countWords({ role, records }: RetryStop): string {
  if (records === null) return 'the topic is gone'
  if (role === 'tier') return records === 0 ? 'nothing waits' : `${formatCount(records)} waiting`
  if (role === 'ingress') return records === 0 ? 'all taken' : `${formatCount(records)} to take`
  return counted(records, 'record')
}
