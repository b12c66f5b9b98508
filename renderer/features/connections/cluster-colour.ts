// The colour that marks a cluster: the accent for the local broker, one of eight by name for others. A word always stands beside it.
import type { Connection } from '../../../core/contract/connections.ts'

export function clusterColour({ kind, name }: Pick<Connection, 'kind' | 'name'>): string {
  if (kind === 'local') return 'var(--color-accent)'
  const sum = [...name].reduce((hash, char) => (hash * 31 + char.codePointAt(0)!) % 997, 7)
  // From the second on: the first is too near to the accent.
  return `var(--color-p${1 + (sum % 7)})`
}
