// Drops the steps of a failing run that it fails without, so that few are left to look at.
import { type RunOptions, runSimulation, STEPS } from './simulation.ts'

const MAX_RUNS = 400

/** The steps that are needed to fail; every run draws each step's chances from the step's own number, so dropping one leaves the others as they were. */
export async function shrink(options: RunOptions): Promise<readonly number[]> {
  let kept = Array.from({ length: options.steps ?? STEPS }, (_, i) => i).filter((i) => !options.without?.has(i))
  let runs = 0
  const failsWith = async (steps: readonly number[]): Promise<boolean> => {
    runs += 1
    const without = new Set(Array.from({ length: options.steps ?? STEPS }, (_, i) => i).filter((i) => !steps.includes(i)))
    return (await runSimulation({ ...options, without })).failure !== null
  }
  for (let size = Math.ceil(kept.length / 2); size >= 1 && runs < MAX_RUNS; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length && runs < MAX_RUNS;) {
      const fewer = [...kept.slice(0, at), ...kept.slice(at + size)]
      if (await failsWith(fewer)) kept = fewer
      else at += size
    }
  }
  return kept
}
