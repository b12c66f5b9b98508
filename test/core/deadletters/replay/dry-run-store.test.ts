// Findings are kept with the plan, and the job leaves out what they say.
import { expect, it } from 'vitest'
import { exclusionsOf } from '../../../../core/deadletters/replay/exclusions.ts'
import { type DryRun, DRY_RUN_VALID_MS, type ItemVerdict, lastDryRun, saveDryRun, verdictsOf } from '../../../../core/deadletters/replay/dry-run-store.ts'
import { planWorld } from '../../../support/replay-plans.ts'

const RUN: DryRun = { planHash: 'h', atMs: 1_000, counts: { ready: 996, warning: 1, skipped: 2, problem: 1 }, findings: [], warnings: [] }
const VERDICTS: ItemVerdict[] = [
  { index: 3, verdict: 'warning', findings: [{ code: 'tombstone', message: 'Null.' }, { code: 'superseded', message: 'Newer.' }] },
  { index: 255, verdict: 'skipped', findings: [{ code: 'superseded', message: 'Newer.' }] },
  { index: 256, verdict: 'problem', findings: [{ code: 'too-large', message: 'Too large.' }] },
  { index: 900, verdict: 'skipped', findings: [{ code: 'already-replayed', message: 'Sent.' }] },
]

it('verdicts are read in pages, and a later dry run takes the place of all', async () => {
  const { store } = await planWorld()
  await saveDryRun(store, 'p', RUN, VERDICTS)
  expect(lastDryRun(store, 'p')).toEqual(RUN)
  expect([...verdictsOf(store, 'p', 0, 1_000).values()]).toEqual(VERDICTS)
  expect([...verdictsOf(store, 'p', 255, 2).keys()]).toEqual([255, 256])
  expect([...verdictsOf(store, 'p', 257, 600).keys()]).toEqual([])
  await saveDryRun(store, 'p', { ...RUN, planHash: 'i' }, [VERDICTS[0]!])
  expect([...verdictsOf(store, 'p', 0, 1_000).keys()]).toEqual([3])
  expect(lastDryRun(store, 'q')).toBeUndefined()
})

it('what a dry run left out stays out; how the target was counts only while it is new; another hash says nothing', async () => {
  const { store } = await planWorld()
  await saveDryRun(store, 'p', RUN, VERDICTS)
  const excluded = (planHash: string, nowMs: number) => [...exclusionsOf(store, { planId: 'p', planHash } as never, 0, 1_000, nowMs)].map(([index, { outcome, code }]) => `${index} ${outcome} ${code}`)
  expect(excluded('h', 2_000)).toEqual(['255 SKIPPED superseded', '256 FAILED too-large', '900 SKIPPED already-replayed'])
  expect(excluded('h', 1_000 + DRY_RUN_VALID_MS)).toEqual(['255 SKIPPED superseded', '900 SKIPPED already-replayed'])
  expect(excluded('other', 2_000)).toEqual([])
})
