// DescribeClientQuotas (48), versions 0-1: the quotas of clients that a filter means (KIP-546).
// Behaviour: an entity matches when it has every part that the filter names, by that name, as the default, or by any; strict means that it has no others.
// No components mean every entity, or with strict none. Entities come in the order of their names. A filter that cannot be answers INVALID_REQUEST, an
// entity type other than user, client-id and ip (KIP-612) UNSUPPORTED_VERSION, both without entries.
// Versions: v1 flexible.
import { partsOf } from '../../metadata/client-quota-entity.ts'
import { entityFilter } from '../../metadata/client-quota-filter.ts'
import type { ClientQuota } from '../../metadata/client-quotas.ts'
import type { ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { DescribeClientQuotas } from '../../protocol/messages/describe-client-quotas.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

type Response = ResponseOf<typeof DescribeClientQuotas>

export const describeClientQuotas = handler(DescribeClientQuotas, ({ components, strict }, context): Response => {
  if (!isAuthorized(context, 'DESCRIBE_CONFIGS', 'CLUSTER', CLUSTER)) return refused(kafkaError('CLUSTER_AUTHORIZATION_FAILED'))
  try {
    const matches = entityFilter(components, strict)
    const quotas = context.broker.clientQuotas.all().filter(({ entity }) => matches(entity))
    // Kafka says nothing with an empty text here, not with null.
    return { errorCode: ErrorCode.NONE, errorMessage: '', entries: quotas.map(toEntry) }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return refused(error)
  }
})

function toEntry({ entity, values }: ClientQuota): NonNullable<Response['entries']>[number] {
  return { entity: partsOf(entity), values: [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, value })) }
}

const refused = ({ code, message }: KafkaError): Response => ({ errorCode: code, errorMessage: message, entries: null })
