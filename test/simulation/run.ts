// `npm run simulate -- --seeds 20000`: runs seed after seed and says of the first that fails how to see it again, with as few steps as possible.
import { parseArgs } from 'node:util'
import { runSimulation, STEPS } from './simulation.ts'

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, seed: { type: 'string' }, from: { type: 'string', default: '1' }, only: { type: 'string' }, steps: { type: 'string', default: String(STEPS) } },
})
const steps = Number(values.steps)
const first = Number(values.seed ?? values.from)
const last = values.seed === undefined ? first + Number(values.seeds) - 1 : first
const kept = values.only === undefined ? null : new Set(values.only.split(',').map(Number))
const without = kept && new Set(Array.from({ length: steps }, (_, i) => i).filter((i) => !kept.has(i)))
const startedMs = performance.now()
const totals: Record<string, number> = {}
for (let seed = first; seed <= last; seed++) {
  const { failure, trace, counts } = await runSimulation({ seed, steps, ...(without && { without }) })
  for (const [what, count] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + count
  if (failure) {
    console.log(`seed ${seed}: ${failure.stack}`)
    if (values.seed !== undefined) console.log(trace.join('\n'))
    process.exitCode = 1
    break
  }
  if ((seed - first + 1) % 500 === 0) console.log(`${seed - first + 1} seeds, ${Math.round(((seed - first + 1) / (performance.now() - startedMs)) * 60_000)} a minute`)
}
console.log(JSON.stringify(totals), `${Math.round(performance.now() - startedMs)} ms`)
