// May the client of a request do what it asks? Handlers ask here; everything is allowed while no authorizer is on.
import type { RequestContext } from './handler.ts'

/** Kafka's operations, by the names of its ACLs. */
export type Operation =
  | 'READ'
  | 'WRITE'
  | 'CREATE'
  | 'DELETE'
  | 'ALTER'
  | 'DESCRIBE'
  | 'CLUSTER_ACTION'
  | 'DESCRIBE_CONFIGS'
  | 'ALTER_CONFIGS'
  | 'IDEMPOTENT_WRITE'

export type ResourceType = 'TOPIC' | 'GROUP' | 'CLUSTER' | 'TRANSACTIONAL_ID'

/** The name of the one CLUSTER resource. */
export const CLUSTER = 'kafka-cluster'

export interface Authorizer {
  isAllowed(client: { readonly principal: string; readonly host: string }, operation: Operation, resourceType: ResourceType, resourceName: string): boolean
}

/** `isAuthorized(context, 'WRITE', 'TOPIC', 'orders')` */
export function isAuthorized({ broker, connection }: RequestContext, operation: Operation, resourceType: ResourceType, resourceName: string): boolean {
  if (broker.authorizer === undefined) return true
  return broker.authorizer.isAllowed({ principal: connection.principal, host: connection.remoteAddress }, operation, resourceType, resourceName)
}
