// The model check in short: some hundred seeds, a planted bug of each kind, and a failing run that gets smaller.
import { describe, expect, it } from 'vitest'
import { CANARIES } from './canaries.ts'
import { shrink } from './shrink.ts'
import { runSimulation } from './simulation.ts'

const SEEDS = 200

describe('whatever happens to the broker, what it promised is true', () => {
  it(`for the seeds 1 to ${SEEDS} (one again: npm run simulate -- --seed <seed>)`, { timeout: 120_000 }, async () => {
    const totals: Record<string, number> = {}
    for (let seed = 1; seed <= SEEDS; seed++) {
      const { failure, counts } = await runSimulation({ seed })
      expect(failure, `seed ${seed}; again: npm run simulate -- --seed ${seed}`).toBeNull()
      for (const [what, count] of Object.entries(counts)) totals[what] = (totals[what] ?? 0) + count
    }
    for (const what of ['crashes', 'batches', 'topics', 'shares', 'commits', 'consumer shares', 'transactions committed']) expect(totals[what] ?? 0, `${what} in ${JSON.stringify(totals)}`).toBeGreaterThan(SEEDS)
  })

  it.each(CANARIES)('and it is noticed when $title', { timeout: 60_000 }, async ({ plant, seeds }) => {
    for (let seed = 1; seed <= seeds; seed++) if ((await runSimulation({ seed, plant })).failure) return
    expect.fail(`not noticed in ${seeds} seeds`)
  })

  it('and a failing run is cut down to the steps that matter', { timeout: 60_000 }, async () => {
    const { plant } = CANARIES.at(-1)!
    let seed = 1
    while (!(await runSimulation({ seed, plant })).failure) seed += 1
    const steps = await shrink({ seed, plant })
    expect(steps.length).toBeLessThan(40)
  })
})
