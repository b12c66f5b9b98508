import { expect, test } from 'vitest'
import { isLegalGroupId, isStorableGroupId } from '../../../core/groups/group-id.ts'

test.each([
  ['g', true, true],
  ['', false, true],
  ['x'.repeat(1024), true, true],
  ['x'.repeat(1025), false, false],
  ['ä'.repeat(513), false, false],
])('"%.10s…" is legal for members: %s, for offsets: %s', (groupId, isLegal, isStorable) => {
  expect([isLegalGroupId(groupId), isStorableGroupId(groupId)]).toEqual([isLegal, isStorable])
})
