// Every scenario against a live Apache Kafka and against Headwater: node test/conformance/differential/run.ts [--record] [words of a scenario's name or family]
import { KAFKA_VERSION, obstacle } from '../apache-kafka/kafka-node.ts'
import { readRecording, writeRecording } from './fixtures.ts'
import { type ComparedRun, report } from './report.ts'
import type { Step } from './scenario-run.ts'
import { SCENARIOS } from './scenarios.ts'
import { headwaterTarget, kafkaTarget } from './targets.ts'

const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const flags = new Set(process.argv.slice(2).filter((word) => word.startsWith('--')))
const chosen = SCENARIOS.filter(({ name, family }) => words.length === 0 || words.some((word) => name.includes(word) || family === word))

const live = flags.has('--recorded') ? null : await obstacle()
if (live !== null) {
  console.log(`skipped: ${live}`)
  process.exit(0)
}
const kafka = flags.has('--recorded') ? null : kafkaTarget()
const headwater = headwaterTarget()
try {
  const runs: ComparedRun[] = []
  for (const scenario of chosen) {
    const theirs: readonly Step[] = kafka === null ? (readRecording(scenario.family)[scenario.name] ?? []) : await kafka.run(scenario)
    runs.push({ scenario, kafka: theirs, headwater: await headwater.run(scenario) })
  }
  if (flags.has('--record')) {
    for (const family of new Set(chosen.map((scenario) => scenario.family))) {
      const fresh = runs.filter(({ scenario }) => scenario.family === family).map(({ scenario, kafka: steps }) => [scenario.name, steps])
      const names = SCENARIOS.filter((scenario) => scenario.family === family).map(({ name }) => name)
      const all: Record<string, readonly Step[]> = { ...readRecording(family), ...Object.fromEntries(fresh) }
      writeRecording(family, Object.fromEntries(names.filter((name) => name in all).map((name) => [name, all[name]!])))
    }
  }
  process.exitCode = report(`Apache Kafka ${KAFKA_VERSION}`, runs, words.length === 0)
} finally {
  await kafka?.stop()
  await headwater.stop()
}
