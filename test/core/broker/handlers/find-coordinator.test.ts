import { describe, expect, test } from 'vitest'
import { findCoordinator } from '../../../../core/broker/handlers/find-coordinator.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { FindCoordinator } from '../../../../core/protocol/messages/find-coordinator.ts'
import { GroupHandlers } from '../../../support/group-handlers.ts'
import { versions } from '../../../support/handler-context.ts'

const broker = new GroupHandlers()
const here = { nodeId: 7, host: '127.0.0.1', port: 19_092, errorCode: 0, errorMessage: null }
const nowhere = { nodeId: -1, host: '', port: -1, errorCode: ErrorCode.INVALID_REQUEST }

const find = (version: number, keyType: number, ...keys: string[]) =>
  broker.call(FindCoordinator, findCoordinator, version, version < 4 ? { key: keys[0]!, keyType } : { keyType, coordinatorKeys: keys })

describe.each(versions(FindCoordinator, 0, 3))('FindCoordinator v%i', (version) => {
  test('finds this broker for a group', async () => {
    const { errorCode, nodeId, host, port } = await find(version, 0, 'billing')
    expect({ errorCode, nodeId, host, port, errorMessage: null }).toEqual(here)
  })
})

describe.each(versions(FindCoordinator, 1, 3))('FindCoordinator v%i', (version) => {
  test('finds this broker for a transactional id', async () => {
    expect(await find(version, 1, 'tx')).toMatchObject(here)
  })

  test.each([2, 9, -1])('key type %i is INVALID_REQUEST', async (keyType) => {
    expect(await find(version, keyType, 'x')).toMatchObject({ ...nowhere, errorMessage: `There is no coordinator for keys of type ${keyType}.` })
  })
})

describe.each(versions(FindCoordinator, 4))('FindCoordinator v%i', (version) => {
  test.each([0, 1])('finds this broker for every key of type %i', async (keyType) => {
    const { coordinators } = await find(version, keyType, 'a', 'b', 'a')
    expect(coordinators).toEqual(['a', 'b', 'a'].map((key) => ({ key, ...here })))
  })

  test('share partitions have no coordinator: INVALID_REQUEST for every key', async () => {
    const { coordinators } = await find(version, 2, 'g:t:0', 'g:t:1')
    expect(coordinators).toMatchObject([{ key: 'g:t:0', ...nowhere }, { key: 'g:t:1', ...nowhere }])
  })

  test('no keys, no answers', async () => {
    expect((await find(version, 0)).coordinators).toEqual([])
  })
})
