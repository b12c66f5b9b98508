// The colour that marks a cluster: the accent for the local broker, one of a few by name for others. A word always stands beside it.
import type { Connection } from '../../../core/contract/connections.ts'

/** Without the one near the accent and the one that would read as an error. */
const CLUSTER_HUES = [1, 2, 3, 4, 5, 7]

export function clusterColour({ kind, name }: Pick<Connection, 'kind' | 'name'>): string {
  if (kind === 'local') return 'var(--color-accent)'
  const sum = [...name].reduce((hash, char) => (hash * 31 + char.codePointAt(0)!) % 997, 7)
  return `var(--color-p${CLUSTER_HUES[sum % CLUSTER_HUES.length]})`
}
