import { expect, it } from 'vitest'
import { AclOperation, aclWord, PatternType, PermissionType, ResourceType } from '../../../core/protocol/acl-words.ts'

it('finds the word for a number, and UNKNOWN for one that means nothing', () => {
  expect([aclWord(AclOperation, 3), aclWord(ResourceType, 5), aclWord(PatternType, 4), aclWord(PermissionType, 2)]).toEqual(['READ', 'TRANSACTIONAL_ID', 'PREFIXED', 'DENY'])
  expect([aclWord(AclOperation, 99), aclWord(ResourceType, -1)]).toEqual(['UNKNOWN', 'UNKNOWN'])
})
