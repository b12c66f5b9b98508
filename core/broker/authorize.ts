// May the client of a request do what it asks? Handlers ask here; everything is allowed while no authorizer is on.
import { AclOperation, CLUSTER_NAME, type ResourceType } from '../protocol/acl-words.ts'
import type { RequestContext } from './handler.ts'

/** Kafka's operations, by the names of its ACLs. */
export type Operation = Exclude<AclOperation, 'UNKNOWN' | 'ANY' | 'ALL'>

/** The name of the one CLUSTER resource. */
export const CLUSTER = CLUSTER_NAME

export interface Authorizer {
  isAllowed(client: { readonly principal: string; readonly host: string }, operation: Operation, resourceType: ResourceType, resourceName: string): boolean
  isAllowedOnAny(client: { readonly principal: string; readonly host: string }, operation: Operation, resourceType: ResourceType): boolean
}

/** `isAuthorized(context, 'WRITE', 'TOPIC', 'orders')`; of the cluster there is only one: `isAuthorized(context, 'ALTER', 'CLUSTER')`. */
export function isAuthorized(context: RequestContext, operation: Operation, resourceType: 'CLUSTER'): boolean
export function isAuthorized(context: RequestContext, operation: Operation, resourceType: ResourceType, resourceName: string): boolean
export function isAuthorized({ broker, connection }: RequestContext, operation: Operation, resourceType: ResourceType, resourceName: string = CLUSTER): boolean {
  if (broker.authorizer === undefined) return true
  return broker.authorizer.isAllowed({ principal: connection.principal, host: connection.remoteAddress }, operation, resourceType, resourceName)
}

/** Whether there may be any resource of the type, existing or not, on which the client may do it. */
export function isAuthorizedOnAny({ broker, connection }: RequestContext, operation: Operation, resourceType: ResourceType): boolean {
  if (broker.authorizer === undefined) return true
  return broker.authorizer.isAllowedOnAny({ principal: connection.principal, host: connection.remoteAddress }, operation, resourceType)
}

/** What can be done to a resource at all, as far as clients are told of it (KIP-430). */
const OPERATIONS = {
  TOPIC: ['READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  GROUP: ['READ', 'DELETE', 'DESCRIBE', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS'],
  CLUSTER: ['CREATE', 'ALTER', 'DESCRIBE', 'CLUSTER_ACTION', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'IDEMPOTENT_WRITE'],
} as const satisfies Partial<Record<ResourceType, readonly Operation[]>>

/** What stands in the field when nobody asked. */
export const OPERATIONS_NOT_REQUESTED = -0x8000_0000

/** The right to create is given for all topics at once, or by name. */
export function mayCreateTopic(context: RequestContext, name: string): boolean {
  return isAuthorized(context, 'CREATE', 'CLUSTER') || isAuthorized(context, 'CREATE', 'TOPIC', name)
}

/** Who may not see the cluster may do nothing to it. */
export function clusterOperations(context: RequestContext): number {
  return isAuthorized(context, 'DESCRIBE', 'CLUSTER') ? authorizedOperations(context, 'CLUSTER', CLUSTER) : 0
}

/** The operations that the client may do, a bit each (KIP-430). */
export function authorizedOperations(context: RequestContext, resourceType: keyof typeof OPERATIONS, resourceName: string): number {
  let bits = 0
  for (const operation of OPERATIONS[resourceType]) {
    if (isAuthorized(context, operation, resourceType, resourceName)) bits |= 1 << AclOperation[operation]
  }
  return bits
}
