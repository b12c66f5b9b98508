import { expect, test } from 'vitest'
import { joinError, syncError } from '../../../../core/groups/classic/responses.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { TestGroups } from '../../../support/group-coordinator.ts'

test('an error carries no generation, no leader and nothing of the group', () => {
  expect(joinError(ErrorCode.UNKNOWN_MEMBER_ID, 'm')).toEqual({
    errorCode: 25, generationId: -1, protocolType: null, protocolName: null, leader: '', skipAssignment: false, memberId: 'm', members: [],
  })
  expect(syncError(ErrorCode.ILLEGAL_GENERATION)).toEqual({ errorCode: 22, protocolType: null, protocolName: null, assignment: Buffer.alloc(0) })
})

test('success names protocol type and name in both answers', async () => {
  const groups = new TestGroups()
  const a = groups.member('a')
  await groups.joinAll(a)
  const sync = a.sync([a])
  await groups.time.advance(0)
  expect(a.joined).toMatchObject({ protocolType: 'consumer', protocolName: 'range', skipAssignment: false })
  expect(sync.answer).toEqual({ errorCode: 0, protocolType: 'consumer', protocolName: 'range', assignment: Buffer.from('to a') })
})
