// Where Headwater answers otherwise than Apache Kafka, and why that is so. What is not in this table, and what is in it without need, fails.
import type { Difference } from './compare.ts'

export interface KnownDifference {
  /** The scenario's name; * stands for anything. */
  readonly scenario: string
  /** The way to the field as the comparison prints it; * stands for anything. */
  readonly path: string
  readonly reason: string
}

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = []

export function explains(known: KnownDifference, { scenario, path }: Difference): boolean {
  return matches(known.scenario, scenario) && matches(known.path, path)
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`))
  return new RegExp(`^${parts.join('.*')}$`).test(text)
}
