import { expect, test } from 'vitest'
import { groupRequestContext } from '../../../core/broker/group-request.ts'
import type { RequestContext } from '../../../core/broker/handler.ts'

test.each([['127.0.0.1', '/127.0.0.1'], ['::1', '/::1']])('a client at %s is %s, as Kafka prints it', (remoteAddress, clientHost) => {
  const context = contextOf(remoteAddress, { isAllowed: () => true })
  expect(groupRequestContext(context)).toMatchObject({ apiVersion: 5, clientId: 'app', clientHost, connectionId: 3 })
})

test('tells which topics the client may hear of', () => {
  const { mayDescribeTopic } = groupRequestContext(contextOf('127.0.0.1', { isAllowed: (_client: unknown, operation: string, type: string, name: string) => `${operation} ${type} ${name}` === 'DESCRIBE TOPIC orders' }))
  expect([mayDescribeTopic('orders'), mayDescribeTopic('payroll')]).toEqual([true, false])
})

function contextOf(remoteAddress: string, authorizer: object): RequestContext {
  return { apiVersion: 5, clientId: 'app', broker: { authorizer }, connection: { id: 3, remoteAddress, remotePort: 50_000 } } as unknown as RequestContext
}
