// What a comparison found, printed: differences without a reason, reasons without a difference, and the totals.
import { compareRuns, type Difference } from './compare.ts'
import { explains, KNOWN_DIFFERENCES } from './known-differences.ts'
import type { Step } from './scenario-run.ts'
import type { Scenario } from './scenario.ts'

export interface ComparedRun {
  readonly scenario: Scenario
  readonly kafka: readonly Step[]
  readonly headwater: readonly Step[]
}

/** The exit code. */
export function report(against: string, runs: readonly ComparedRun[], isComplete: boolean): number {
  const compared = runs.map(({ scenario, kafka, headwater }) => ({ scenario, ...compareRuns(scenario.name, kafka, headwater) }))
  const differences = compared.flatMap((one) => one.differences)
  const unexplained = differences.filter((difference) => !KNOWN_DIFFERENCES.some((known) => explains(known, difference)))
  const needless = KNOWN_DIFFERENCES.filter((known) => !differences.some((difference) => explains(known, difference)))
  const reasons = new Set(KNOWN_DIFFERENCES.filter((known) => !needless.includes(known)).map(({ reason }) => reason))
  for (const difference of unexplained) console.log(told(difference))
  if (isComplete) for (const { scenario, path } of needless) console.log(`needless: "${path}" of "${scenario}" is the same in both by now`)
  const questions = runs.reduce((sum, { kafka }) => sum + kafka.length, 0)
  const leaves = compared.reduce((sum, one) => sum + one.leaves, 0)
  console.log(
    `${against} and Headwater: ${runs.length} scenarios, ${questions} answers, ${leaves} fields compared; ` +
      `${differences.length - unexplained.length} differences explained by ${reasons.size} reasons, ${unexplained.length} unexplained`,
  )
  return unexplained.length === 0 && (needless.length === 0 || !isComplete) ? 0 : 1
}

export function told({ scenario, path, kafka, headwater }: Difference): string {
  return `${scenario}\n    ${path}\n    Kafka      ${JSON.stringify(kafka)}\n    Headwater  ${JSON.stringify(headwater)}`
}
