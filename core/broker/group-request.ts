// What the group coordinator is told of a request.
import type { GroupRequestContext } from '../groups/group-request-context.ts'
import { isAuthorized } from './authorize.ts'
import type { RequestContext } from './handler.ts'

/** The client's address as Kafka prints it: `/127.0.0.1`. */
export function groupRequestContext(context: RequestContext): GroupRequestContext {
  const { apiVersion, clientId, connection } = context
  const mayDescribeTopic = (topic: string): boolean => isAuthorized(context, 'DESCRIBE', 'TOPIC', topic)
  return { apiVersion, clientId, clientHost: `/${connection.remoteAddress}`, connectionId: connection.id, mayDescribeTopic }
}
