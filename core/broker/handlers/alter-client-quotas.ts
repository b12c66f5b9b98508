// AlterClientQuotas (49), versions 0-1: sets and removes quotas of clients (KIP-546).
// Behaviour: entities succeed and fail on their own and are durable when answered; one result per entity. For users and client ids there are
// producer_byte_rate, consumer_byte_rate, request_percentage and controller_mutation_rate, for ips connection_creation_rate (KIP-612). A quota or entity
// that cannot be is INVALID_REQUEST. Removing what is not there succeeds. An entity that comes again is INVALID_REQUEST, though what came first is done.
// The byte rates act, from the next request on; the others are kept and told, and limit nothing.
// Versions: v1 flexible.
// Not implemented: enforcing request_percentage, controller_mutation_rate and connection_creation_rate.
import { partsByType, partsOf } from '../../metadata/client-quota-entity.ts'
import type { QuotaAlteration } from '../../metadata/client-quotas.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, kafkaError } from '../../protocol/error-codes.ts'
import { AlterClientQuotas } from '../../protocol/messages/alter-client-quotas.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import { handler } from '../handler.ts'

type Request = RequestOf<typeof AlterClientQuotas>
type Response = ResponseOf<typeof AlterClientQuotas>

export const alterClientQuotas = handler(AlterClientQuotas, async ({ entries, validateOnly }, context): Promise<Response> => {
  if (!isAuthorized(context, 'ALTER_CONFIGS', 'CLUSTER', CLUSTER)) {
    const { code, message } = kafkaError('CLUSTER_AUTHORIZATION_FAILED')
    return { entries: entries.map(({ entity }) => ({ errorCode: code, errorMessage: message, entity })) }
  }
  const results = await context.broker.clientQuotas.alter(entries.map(toAlteration), validateOnly)
  return {
    entries: results.map(({ entity, error }) => ({
      errorCode: error?.code ?? ErrorCode.NONE,
      errorMessage: error?.message ?? null,
      entity: partsOf(entity),
    })),
  }
})

function toAlteration({ entity, ops }: Request['entries'][number]): QuotaAlteration {
  return { entity: partsByType(entity), changes: ops.map(({ key, value, remove }) => ({ key, value: remove ? null : value })) }
}
