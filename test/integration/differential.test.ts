// Headwater answers as Apache Kafka did when its answers were recorded, but for the differences that have a reason (test/conformance/differential).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { compareRuns, type Difference } from '../conformance/differential/compare.ts'
import { readRecording } from '../conformance/differential/fixtures.ts'
import { headwaterTarget } from '../conformance/differential/headwater-target.ts'
import { explains, KNOWN_DIFFERENCES } from '../conformance/differential/known-differences.ts'
import { told } from '../conformance/differential/report.ts'
import { SCENARIOS } from '../conformance/differential/scenarios.ts'

const headwater = headwaterTarget()
const differences: Difference[] = []
afterAll(async () => headwater.stop())

it.each(SCENARIOS.map((scenario) => [scenario.family, scenario.name, scenario] as const))('%s: %s', async (family, name, scenario) => {
  const recorded = readRecording(family)[name]
  expect(recorded, 'recorded by npm run conformance:differential -- --record').toBeDefined()
  const comparison = compareRuns(name, recorded!, await headwater.run(scenario))
  differences.push(...comparison.differences)
  expect(comparison.differences.filter((difference) => !KNOWN_DIFFERENCES.some((known) => explains(known, difference))).map(told)).toEqual([])
})

it('no reason is given for a difference that there is not', () => {
  expect(KNOWN_DIFFERENCES.filter((known) => !differences.some((difference) => explains(known, difference)))).toEqual([])
})

it('tells every reason in FINDINGS.md', () => {
  const findings = readFileSync(join(import.meta.dirname, '../conformance/differential/FINDINGS.md'), 'utf8')
  expect([...new Set(KNOWN_DIFFERENCES.map(({ reason }) => reason))].filter((reason) => !findings.includes(reason))).toEqual([])
})

it('names every scenario once', () => {
  const names = SCENARIOS.map(({ name }) => name)
  expect(names.length).toBeGreaterThanOrEqual(120)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})
