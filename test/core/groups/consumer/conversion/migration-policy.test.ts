import { expect, test } from 'vitest'
import { allowsDowngrade, allowsUpgrade } from '../../../../../core/groups/consumer/conversion/migration-policy.ts'

test.each([
  ['bidirectional', true, true],
  ['BIDIRECTIONAL', true, true],
  ['upgrade', true, false],
  ['downgrade', false, true],
  ['disabled', false, false],
])('%s: upgrade %s, downgrade %s', (policy, upgrade, downgrade) => {
  expect([allowsUpgrade(policy), allowsDowngrade(policy)]).toEqual([upgrade, downgrade])
})
