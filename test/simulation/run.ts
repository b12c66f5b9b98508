// `npm run simulate -- --seeds 20000`: runs seed after seed and says of each that fails how to see it again, with as few steps as possible.
import { parseArgs } from 'node:util'
import { CANARIES } from './canaries.ts'
import { shrink } from './shrink.ts'
import { runSimulation, STEPS } from './simulation.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    /** The first of them. */
    from: { type: 'string', default: '1' },
    /** Just this one, with what happened in it. */
    seed: { type: 'string' },
    /** Just these steps of it. */
    only: { type: 'string' },
    steps: { type: 'string', default: String(STEPS) },
    /** How many may fail before it ends. */
    failures: { type: 'string', default: '1' },
    /** Plants the bug of this number. */
    canary: { type: 'string' },
  },
})
const steps = Number(values.steps)
const first = Number(values.seed ?? values.from)
const last = values.seed === undefined ? first + Number(values.seeds) - 1 : first
const kept = values.only === undefined ? null : new Set(values.only.split(',').map(Number))
const without = kept && new Set(Array.from({ length: steps }, (_, i) => i).filter((i) => !kept.has(i)))
const plant = values.canary === undefined ? undefined : CANARIES[Number(values.canary)]!.plant
const startedMs = performance.now()
const totals: Record<string, number> = {}
let failures = 0
let run = 0

async function report(seed: number, failure: Error, trace: readonly string[]): Promise<void> {
  console.log(`seed ${seed}: ${failure.stack}`)
  if (values.seed !== undefined) console.log(trace.join('\n'))
  const needed = await shrink({ seed, steps, ...(without && { without }), ...(plant && { plant }) })
  console.log(`again: npm run simulate -- --seed ${seed} --steps ${steps} --only ${needed.join()}`)
}

const rate = (): string => `${run} seeds, ${Math.round((run / (performance.now() - startedMs)) * 60_000)} a minute, ${failures} failures`

for (let seed = first; seed <= last; seed++) {
  const { failure, trace, counts } = await runSimulation({ seed, steps, ...(without && { without }), ...(plant && { plant }) })
  run += 1
  for (const [what, count] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + count
  if (failure) {
    await report(seed, failure, trace)
    process.exitCode = 1
    if (++failures >= Number(values.failures)) break
  }
  if (run % 1000 === 0) console.log(rate())
}
console.log(rate(), JSON.stringify(totals))
