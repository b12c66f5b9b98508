// A real kill in the middle of a replay, small enough for every run of the tests.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { killReplay } from './kill-9-replay.ts'

// Its own command takes 100,000 records and five kills: node test/simulation/replay/kill-9-replay.ts
const isBuilt = existsSync(join(import.meta.dirname, '../../../out/renderer/index.html'))
if (!isBuilt) console.warn('skipped: the workbench is not built, and it is a whole one that is killed; `npm run build` first, as `npm test` does')

it.skipIf(!isBuilt)('kill -9 in the middle of a replay to another broker: each record is there once, in order of its key, and the ledger equals the log', async () => {
  const result = await killReplay({ records: 3_000, kills: 1, seed: 7 })
  expect(result.interruptions).toHaveLength(1)
}, 120_000)
