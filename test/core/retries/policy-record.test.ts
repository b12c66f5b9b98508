// Policies on disk.
import { expect, it } from 'vitest'
import { policyOf, recordOf } from '../../../core/retries/policy-record.ts'
import { RetryWorld } from '../../support/retry-world.ts'

it('a policy comes back as it was, and one of another Headwater is refused', async () => {
  const world = await RetryWorld.start()
  const { policy } = await world.save()
  expect(policyOf(policy.policyId, recordOf(policy))).toEqual(policy)
  expect(() => policyOf('p1', { ...recordOf(policy), version: 2 })).toThrow('Retry policy p1 was written by another version of Headwater (record version 2).')
  await world.stop()
})
