// How a repair of many records begins, and what trying it has shown.
import type { ReplayTransform } from '../../../core/contract/replay.ts'
import { counted, formatCount } from '../../format/numbers.ts'
import type { TriedTransform } from './replay.queries.ts'

export type TransformKind = ReplayTransform['kind']

const JAVASCRIPT = `// Called once for each record; what it returns is sent, null leaves it out.
// It has key, value (parsed where it is JSON), headers, topic, …
(record) => {
  // record.value.currency ??= 'EUR'
  return record
}
`

const JSON_PATCH = `[
]
`

/** What the editor begins with when that kind is chosen: used unread, it changes nothing. */
export const startOf = (kind: 'javascript' | 'json-patch'): string => (kind === 'javascript' ? JAVASCRIPT : JSON_PATCH)

export const textOfTransform = (transform: ReplayTransform): string => ({ none: () => '', javascript: () => (transform as { code: string }).code, 'json-patch': () => (transform as { patch: string }).patch })[transform.kind]()

export function transformOf(kind: TransformKind, text: string): ReplayTransform {
  if (kind === 'none') return { kind }
  return kind === 'javascript' ? { kind, code: text } : { kind, patch: text }
}

/** `712 valid, 9 left`, with how many it does not touch and how many nobody has looked at yet; one that does nothing is not called valid. */
export function triedWords({ valid, invalid, unchanged, checked, total, error }: Pick<TriedTransform, 'valid' | 'invalid' | 'unchanged' | 'checked' | 'total' | 'error'>): string {
  if (error !== null && checked === 0) return 'Tried on no record: the repair itself has an error.'
  const changesNothing = unchanged > 0 && unchanged === valid
  const parts = [changesNothing ? `It changes nothing: ${formatCount(unchanged)} unchanged` : `${formatCount(valid)} valid`, invalid > 0 ? `${formatCount(invalid)} left` : !changesNothing && 'none left'].filter((part) => part !== false)
  const rest = [unchanged > 0 && !changesNothing && `${formatCount(unchanged)} of them unchanged`, checked < total && `tried on the first ${formatCount(checked)} of ${counted(total, 'record')}`].filter((part) => part !== false)
  return `${parts.join(', ')}${rest.length > 0 ? `; ${rest.join('; ')}` : ''}.`
}
