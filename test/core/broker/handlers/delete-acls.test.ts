import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { deleteAcls } from '../../../../core/broker/handlers/delete-acls.ts'
import { AclOperation, PatternType, PermissionType, ResourceType } from '../../../../core/protocol/acl-words.ts'
import { ErrorCode } from '../../../../core/protocol/error-codes.ts'
import { DeleteAcls } from '../../../../core/protocol/messages/delete-acls.ts'
import { type Acl } from '../../../../core/security/acls.ts'
import { openTestContext, type TestContext, versions } from '../../../support/handler-context.ts'

const AUTHORIZER = { 'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'super.users': 'User:root' }
const topics = {
  resourceTypeFilter: ResourceType.TOPIC as number,
  resourceNameFilter: null,
  patternTypeFilter: PatternType.ANY,
  principalFilter: null,
  hostFilter: null,
  operation: AclOperation.ANY,
  permissionType: PermissionType.ANY,
}
const rule: Acl = { resourceType: 'TOPIC', resourceName: 'orders', patternType: 'LITERAL', principal: 'User:alice', host: '*', operation: 'READ', permissionType: 'ALLOW' }
const group: Acl = { ...rule, resourceType: 'GROUP', resourceName: 'billing' }

let test: TestContext
beforeEach(async () => {
  test = await openTestContext(AUTHORIZER)
  onTestFinished(() => test.close())
  test.caller.principal = 'User:root'
  await test.context.acls.create([rule, group])
})

describe.each(versions(DeleteAcls))('DeleteAcls v%i', (version) => {
  it('removes what the filters match, and names it', async () => {
    const nothing = { ...topics, resourceTypeFilter: ResourceType.TRANSACTIONAL_ID }
    const { filterResults } = await test.call(DeleteAcls, deleteAcls, version, { filters: [topics, nothing] })
    const { permissionType, operation, resourceType, patternType, ...names } = rule
    const words = { resourceType: ResourceType[resourceType], patternType: PatternType[patternType], operation: AclOperation[operation], permissionType: PermissionType[permissionType] }
    expect(filterResults).toEqual([
      { errorCode: ErrorCode.NONE, errorMessage: null, matchingAcls: [{ errorCode: ErrorCode.NONE, errorMessage: null, ...names, ...words }] },
      { errorCode: ErrorCode.NONE, errorMessage: null, matchingAcls: [] },
    ])
    expect([...test.context.acls.all()]).toEqual([group])
    expect(test.context.authorizer!.isAllowed({ principal: 'User:alice', host: '::1' }, 'READ', 'TOPIC', 'orders')).toBe(false)
  })

  it('refuses a filter that means nothing, and goes by the others', async () => {
    const { filterResults } = await test.call(DeleteAcls, deleteAcls, version, { filters: [{ ...topics, resourceTypeFilter: 99 }, topics] })
    expect(filterResults.map(({ errorCode, errorMessage }) => [errorCode, errorMessage])).toEqual([
      [ErrorCode.INVALID_REQUEST, "The filter's resourceType is unknown."],
      [ErrorCode.NONE, null],
    ])
    expect([...test.context.acls.all()]).toEqual([group])
  })

  it('needs ALTER of the cluster', async () => {
    test.caller.principal = 'User:alice'
    const { filterResults } = await test.call(DeleteAcls, deleteAcls, version, { filters: [topics] })
    expect(filterResults.map(({ errorCode }) => errorCode)).toEqual([ErrorCode.CLUSTER_AUTHORIZATION_FAILED])
    expect([...test.context.acls.all()]).toHaveLength(2)
  })

  it('needs an authorizer', async () => {
    const open = await openTestContext()
    onTestFinished(() => open.close())
    const { filterResults } = await open.call(DeleteAcls, deleteAcls, version, { filters: [topics] })
    expect(filterResults.map(({ errorCode }) => errorCode)).toEqual([ErrorCode.SECURITY_DISABLED])
  })
})
