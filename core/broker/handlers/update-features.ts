// UpdateFeatures (57), versions 0-2: raises, lowers and switches off finalized feature levels (KIP-584); all of a request or none.
// Behaviour: a level acts at once: clients see it in ApiVersions with a new epoch, transaction.version 1 makes them use the older protocol,
// group.version 0 refuses KIP-848 groups. What is not supported, a downgrade that is not asked for as one, and any downgrade of metadata.version
// or kraft.version are INVALID_UPDATE_VERSION; FEATURE_UPDATE_FAILED when it cannot be written.
// Versions: v0 can only upgrade: as in Kafka, allowDowngrade does nothing; v1 upgrade type and validateOnly; v2 without results per feature.
// Not implemented: timeoutMs (the answer follows the commit), downgrades of metadata.version.
import { type FeatureUpdate, UpgradeType } from '../../metadata/features.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { UpdateFeatures } from '../../protocol/messages/update-features.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import { handler, type RequestContext } from '../handler.ts'

type Request = RequestOf<typeof UpdateFeatures>
type Response = ResponseOf<typeof UpdateFeatures>

export const updateFeatures = handler(UpdateFeatures, async (request, context): Promise<Response> => {
  try {
    if (!isAuthorized(context, 'ALTER', 'CLUSTER', CLUSTER)) throw kafkaError('CLUSTER_AUTHORIZATION_FAILED')
    await context.broker.features.update(updatesOf(request, context), request.validateOnly)
    const results = request.featureUpdates.map(({ feature }) => ({ feature, errorCode: ErrorCode.NONE, errorMessage: 'NONE' }))
    return { errorCode: ErrorCode.NONE, errorMessage: null, results }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return { errorCode: error.code, errorMessage: error.message, results: [] }
  }
})

/** A feature that is named twice is what its last update says. */
function updatesOf({ featureUpdates }: Request, { apiVersion }: RequestContext): FeatureUpdate[] {
  const updates = featureUpdates.map(({ feature, maxVersionLevel, upgradeType }) => ({
    feature,
    level: maxVersionLevel,
    upgradeType: apiVersion > 0 ? upgradeType : UpgradeType.UPGRADE,
  }))
  return [...new Map(updates.map((update) => [update.feature, update])).values()]
}
