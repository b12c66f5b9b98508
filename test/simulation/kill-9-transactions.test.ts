// kill -9 under transactional load, in short; a thousand kills: npm run kill9 -- --kills 1000.
import { expect, it } from 'vitest'
import { systemClock } from '../../core/base/clock.ts'
import { runKills } from './kill-9-transactions.ts'

const KILLS = 10

it(`commits each record exactly once over ${KILLS} kills`, { timeout: 120_000 }, async () => {
  const seed = systemClock.now() % 1_000_000
  const { committed, records } = await runKills({ kills: KILLS, seed })
  console.log(`kill -9, seed ${seed}: ${committed} commits acknowledged, ${records} records committed exactly once`)
  expect(committed).toBeGreaterThan(KILLS)
  expect(records).toBeGreaterThanOrEqual(committed)
})
