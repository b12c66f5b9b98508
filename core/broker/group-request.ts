// What the group coordinator is told of a request.
import type { GroupRequestContext } from '../groups/group-request-context.ts'
import type { RequestContext } from './handler.ts'

/** The client's address as Kafka prints it: `/127.0.0.1`. */
export function groupRequestContext({ apiVersion, clientId, connection }: RequestContext): GroupRequestContext {
  return { apiVersion, clientId, clientHost: `/${connection.remoteAddress}`, connectionId: connection.id }
}
