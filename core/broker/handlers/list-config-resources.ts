// ListConfigResources (74), versions 0-1: the names of resources that have configs.
// Behaviour: topics and brokers always have some; groups and client metrics subscriptions are listed while a client has given them any. No types
// means all that the version knows; one that it does not know is UNSUPPORTED_VERSION for the whole request.
// Versions: v0 client metrics only (KIP-714, as ListClientMetricsResources); v1 the other types and a filter (KIP-1142).
import { ConfigResourceType } from '../../metadata/config-resource-type.ts'
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { ListConfigResources } from '../../protocol/messages/list-config-resources.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler } from '../handler.ts'

type Response = ResponseOf<typeof ListConfigResources>

const { TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP } = ConfigResourceType

/** In the order in which Kafka lists them. */
const LISTED = [GROUP, CLIENT_METRICS, BROKER_LOGGER, BROKER, TOPIC]

export const listConfigResources = handler(ListConfigResources, (request, context): Response => {
  if (!isAuthorized(context, 'DESCRIBE_CONFIGS', 'CLUSTER', CLUSTER)) return failed(ErrorCode.CLUSTER_AUTHORIZATION_FAILED)
  const known = context.apiVersion === 0 ? [CLIENT_METRICS] : LISTED
  const asked = request.resourceTypes.length === 0 ? known : request.resourceTypes
  if (asked.some((type) => !known.some((one) => one === type))) return failed(ErrorCode.UNSUPPORTED_VERSION)
  const configResources = known
    .filter((type) => asked.includes(type))
    .flatMap((resourceType) => namesOf(resourceType, context.broker).map((resourceName) => ({ resourceName, resourceType })))
  return { errorCode: ErrorCode.NONE, configResources }
})

const failed = (errorCode: number): Response => ({ errorCode, configResources: [] })

function namesOf(type: ConfigResourceType, { topics, dynamicConfigs, nodeId }: BrokerContext): string[] {
  switch (type) {
    case TOPIC:
      return Array.from(topics.all(), ({ name }) => name)
    case BROKER:
    case BROKER_LOGGER:
      return [String(nodeId)]
    default:
      return dynamicConfigs.names(type)
  }
}
