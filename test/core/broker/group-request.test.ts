import { expect, test } from 'vitest'
import { groupRequestContext } from '../../../core/broker/group-request.ts'
import type { RequestContext } from '../../../core/broker/handler.ts'

test.each([['127.0.0.1', '/127.0.0.1'], ['::1', '/::1']])('a client at %s is %s, as Kafka prints it', (remoteAddress, clientHost) => {
  const context = { apiVersion: 5, clientId: 'app', connection: { id: 3, remoteAddress, remotePort: 50_000 } } as RequestContext
  expect(groupRequestContext(context)).toEqual({ apiVersion: 5, clientId: 'app', clientHost, connectionId: 3 })
})
