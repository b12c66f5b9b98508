// May the client read or alter the configs of a resource? What is neither a topic nor a group belongs to the cluster.
import { ConfigResourceType } from '../metadata/config-resource-type.ts'
import { kafkaError } from '../protocol/error-codes.ts'
import { isAuthorized } from './authorize.ts'
import type { RequestContext } from './handler.ts'

interface ConfigResource {
  readonly resourceType: number
  readonly resourceName: string
}

/** Throws KafkaError with the refusal that the resource's type has. */
export function requireConfigsAllowed(context: RequestContext, operation: 'DESCRIBE_CONFIGS' | 'ALTER_CONFIGS', { resourceType, resourceName }: ConfigResource): void {
  switch (resourceType) {
    case ConfigResourceType.TOPIC:
      if (!isAuthorized(context, operation, 'TOPIC', resourceName)) throw kafkaError('TOPIC_AUTHORIZATION_FAILED')
      return
    case ConfigResourceType.GROUP:
      if (!isAuthorized(context, operation, 'GROUP', resourceName)) throw kafkaError('GROUP_AUTHORIZATION_FAILED')
      return
    default:
      if (!isAuthorized(context, operation, 'CLUSTER')) throw kafkaError('CLUSTER_AUTHORIZATION_FAILED')
  }
}
