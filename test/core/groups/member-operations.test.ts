import { beforeEach, describe, expect, test } from 'vitest'
import { ErrorCode } from '../../../core/protocol/error-codes.ts'
import { TestConsumer } from '../../support/consumer-member.ts'
import { TestGroups } from '../../support/group-coordinator.ts'

let groups: TestGroups
beforeEach(() => {
  groups = new TestGroups()
})

const kinds = () => groups.coordinator.listGroups({ statesFilter: [], typesFilter: [] }).groups.map(({ groupId, groupType }) => `${groupId}: ${groupType}`)

describe('a request goes to the group of its kind', () => {
  test('both kinds live side by side', async () => {
    await groups.stable(groups.member('c', { groupId: 'old' }))
    await new TestConsumer(groups, 'a', { groupId: 'new' }).join()
    expect(kinds()).toEqual(['old: classic', 'new: consumer'])
  })

  test('a heartbeat of the new protocol that does not join finds no classic group', async () => {
    await groups.stable(groups.member('c'))
    const a = new TestConsumer(groups, 'a')
    expect([await a.code(a.send({ memberEpoch: 1 })), await a.code(a.leave())]).toEqual([ErrorCode.GROUP_ID_NOT_FOUND, ErrorCode.GROUP_ID_NOT_FOUND])
    await expect(a.send({ memberEpoch: 1 })).rejects.toThrow('Group "billing" is not a consumer group.')
  })

  test('leaving a group that is not there says so', async () => {
    const a = new TestConsumer(groups, 'a')
    await expect(a.leave()).rejects.toThrow('Group "billing" does not exist.')
  })
})

test('a consumer group whose first member is refused was never there', async () => {
  const a = new TestConsumer(groups, 'a')
  expect(await a.code(a.join({ topicPartitions: null }))).toBe(ErrorCode.INVALID_REQUEST)
  expect(kinds()).toEqual([])
})

test('offsets alone make a classic group, which the first member of the new protocol turns', async () => {
  await groups.commit([{ offset: 3 }])
  expect(kinds()).toEqual(['billing: classic'])
  await new TestConsumer(groups, 'a').join()
  expect([kinds(), groups.fetch().committedOffset]).toEqual([['billing: consumer'], 3])
})

test('an id that was given out but has not come back does not keep a group classic', async () => {
  const c = groups.member('c')
  await c.obtainId()
  await new TestConsumer(groups, 'a').join()
  expect(kinds()).toEqual(['billing: consumer'])
  await groups.time.advance(60_000)
  expect(groups.time.pending).toBe(0)
})
