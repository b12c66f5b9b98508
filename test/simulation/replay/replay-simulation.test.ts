// Replays by their seeds: what dies and breaks where is in replay-simulation.ts.
import { writeSync } from 'node:fs'
import { expect, it } from 'vitest'
import { LocalReplay } from '../../../core/services/local-replay.ts'
import { startTestBroker } from '../../support/broker.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { simulateReplay } from './replay-simulation.ts'

/** More by HEADWATER_REPLAY_SEEDS=1000; one again by HEADWATER_REPLAY_FIRST. */
const SEEDS = Number(process.env['HEADWATER_REPLAY_SEEDS'] ?? 25)
const FIRST = Number(process.env['HEADWATER_REPLAY_FIRST'] ?? 1)

it('R1-R5, R8, R10, R12: whatever dies or breaks at whichever step, each record is there once, in order of its key, and ledger and audit say so', async () => {
  const broker = await startTestBroker()
  const simulated = { address: broker.address, local: new LocalReplay(broker), directory: tempFolder }
  const modes = new Map<string, number>()
  let deaths = 0
  for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
    if (process.env['HEADWATER_REPLAY_TRACE']) writeSync(2, `seed ${seed}\n`)
    const result = await simulateReplay(seed, simulated)
    modes.set(result.mode, (modes.get(result.mode) ?? 0) + 1)
    deaths += result.deaths
  }
  console.log(`${SEEDS} seeds, ${deaths} deaths, ${JSON.stringify(Object.fromEntries(modes))}`)
  if (SEEDS >= 25) expect(modes.size).toBe(4)
}, 3_600_000)
