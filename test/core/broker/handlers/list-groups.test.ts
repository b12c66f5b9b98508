import { beforeEach, describe, expect, test } from 'vitest'
import { listGroups } from '../../../../core/broker/handlers/list-groups.ts'
import { ListGroups } from '../../../../core/protocol/messages/list-groups.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

let broker: GroupHandlers
beforeEach(async () => {
  broker = new GroupHandlers()
  await broker.groups.stable(broker.groups.member('a'))
  await broker.groups.commit([{ offset: 1 }], { groupId: 'simple' })
})

describe.each(versions(ListGroups))('ListGroups v%i', (version) => {
  test('lists every group, with what the version can tell', async () => {
    const tells = (groupState: string) => ({ groupState: version < 4 ? '' : groupState, groupType: version < 5 ? '' : 'classic' })
    expect((await broker.call(ListGroups, listGroups, version, {})).groups).toEqual([
      { groupId: 'billing', protocolType: 'consumer', ...tells('Stable') },
      { groupId: 'simple', protocolType: '', ...tells('Empty') },
    ])
  })
})

test.each(versions(ListGroups, 4))('v%i filters by state', async (version) => {
  expect((await broker.call(ListGroups, listGroups, version, { statesFilter: ['empty'] })).groups.map(({ groupId }) => groupId)).toEqual(['simple'])
})

test('v5 filters by type', async () => {
  expect((await broker.call(ListGroups, listGroups, 5, { typesFilter: ['consumer'] })).groups).toEqual([])
})
