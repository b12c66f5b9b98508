// Every scenario against a live Apache Kafka and against Headwater: node test/conformance/differential/run.ts [--record | --recorded] [words of a scenario's name, or its family]
import { KAFKA_VERSION, obstacle } from '../apache-kafka/kafka-node.ts'
import { readRecording, writeRecording } from './fixtures.ts'
import { kafkaTarget } from './kafka-target.ts'
import { report } from './report.ts'
import type { Step } from './scenario-run.ts'
import type { Scenario } from './scenario.ts'
import { SCENARIOS } from './scenarios.ts'
import type { Target } from './target.ts'

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const flags = new Set(process.argv.slice(2).filter((word) => word.startsWith('--')))
const chosen = SCENARIOS.filter(({ name, family }) => words.length === 0 || words.some((word) => name.includes(word) || family === word))

const reason = flags.has('--recorded') ? null : await obstacle()
if (reason !== null) {
  console.log(`skipped: ${reason}`)
  process.exit(0)
}
const recorded = new Map(chosen.map((scenario) => [scenario, readRecording(scenario.family)[scenario.name] ?? []]))
const kafka = flags.has('--recorded') ? recorded : await runAll(kafkaTarget())
if (flags.has('--record')) record(kafka)
// Only now: what Kafka answered is kept even where Headwater cannot start.
const { headwaterTarget } = await import('./headwater-target.ts')
const headwater = await runAll(headwaterTarget())
const runs = chosen.map((scenario) => ({ scenario, kafka: kafka.get(scenario)!, headwater: headwater.get(scenario)! }))
process.exitCode = report(`Apache Kafka ${KAFKA_VERSION}`, runs, words.length === 0)

async function runAll(target: Target): Promise<Map<Scenario, readonly Step[]>> {
  const runs = new Map<Scenario, readonly Step[]>()
  try {
    for (const scenario of chosen) runs.set(scenario, await target.run(scenario))
  } finally {
    await target.stop()
  }
  return runs
}

/** Renews what was chosen; scenarios that are gone leave the fixtures. */
function record(runs: ReadonlyMap<Scenario, readonly Step[]>): void {
  for (const family of new Set(chosen.map((scenario) => scenario.family))) {
    const known = readRecording(family)
    const steps = SCENARIOS.filter((scenario) => scenario.family === family).map((scenario) => [scenario.name, runs.get(scenario) ?? known[scenario.name] ?? []])
    writeRecording(family, Object.fromEntries(steps) as Record<string, readonly Step[]>)
  }
}
