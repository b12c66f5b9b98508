// The colour that marks a cluster: the accent for the local broker; for others the chosen one, else one by name. A word always stands beside it.
import type { Connection } from '../../../core/contract/connections.ts'

/** Of the tokens p0 to p7. */
export const HUE_NAMES = ['Blue', 'Amber', 'Green', 'Pink', 'Violet', 'Lime', 'Orange', 'Indigo'] as const

/** Without the one near the accent and the one that would read as an error. */
const CLUSTER_HUES = [1, 2, 3, 4, 5, 7]

export function clusterColour({ kind, name, hue = null }: Pick<Connection, 'kind' | 'name'> & Partial<Pick<Connection, 'hue'>>): string {
  if (kind === 'local') return 'var(--color-accent)'
  if (hue !== null) return `var(--color-p${hue})`
  const sum = [...name].reduce((hash, char) => (hash * 31 + char.codePointAt(0)!) % 997, 7)
  return `var(--color-p${CLUSTER_HUES[sum % CLUSTER_HUES.length]})`
}
