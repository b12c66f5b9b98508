// ApiVersions (18), versions 0-5: which APIs, versions and features this broker has, read off the handler table itself.
// Versions: v3 flexible, client software name and version (KIP-511); v4 features with minimum 0 (KAFKA-17011); v5 cluster check (KIP-1242).
// Behaviour: an unknown version is answered by dispatch, in version 0. Produce claims version 0, which it does not decode (KAFKA-18659).
// headwater.as.version leaves out what that Kafka release did not have. Finalized features carry an epoch that grows with each UpdateFeatures.
// Not implemented: ZooKeeper migration (always false), since there is none.
import type { AnyApi, RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { ApiVersions } from '../../protocol/messages/api-versions.ts'
import { apiAs, playedRelease } from '../as-version.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler, type RegisteredHandler, type RequestContext } from '../handler.ts'

type Request = RequestOf<typeof ApiVersions>
type Response = ResponseOf<typeof ApiVersions>

/** `others` are the handlers beside this one. */
export function apiVersions(others: readonly RegisteredHandler[]): RegisteredHandler {
  const apis: AnyApi[] = [...others.map((other) => other.api), ApiVersions].sort((a, b) => a.key - b.key)
  return handler(ApiVersions, (request, context) => {
    const errorCode = refusalOf(request, context)
    if (errorCode !== ErrorCode.NONE) return { errorCode, apiKeys: [] }
    noteClientSoftware(request, context)
    return describe(apis, context)
  })
}

function refusalOf(request: Request, { apiVersion, broker }: RequestContext): number {
  if (apiVersion >= 3 && !(isSoftwareWord(request.clientSoftwareName) && isSoftwareWord(request.clientSoftwareVersion))) {
    return ErrorCode.INVALID_REQUEST
  }
  const { clusterId, nodeId } = request
  if ((clusterId === null) !== (nodeId === NO_NODE_ID)) return ErrorCode.INVALID_REQUEST
  // KIP-1242: the client looks for another cluster, or for another broker of this one, at our address.
  const isExpected = clusterId === null || (clusterId === broker.identity.clusterId && nodeId === broker.nodeId)
  return isExpected ? ErrorCode.NONE : ErrorCode.REBOOTSTRAP_REQUIRED
}

const NO_NODE_ID = -1
const SOFTWARE_WORD = /^[a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?$/

function isSoftwareWord(word: string): boolean {
  return SOFTWARE_WORD.test(word)
}

function noteClientSoftware(request: Request, { apiVersion, connection }: RequestContext): void {
  if (apiVersion < 3) return
  connection.clientSoftwareName = request.clientSoftwareName
  connection.clientSoftwareVersion = request.clientSoftwareVersion
}

function describe(apis: readonly AnyApi[], { apiVersion, broker }: RequestContext): Response {
  const release = playedRelease(broker.configs)
  const served = apis.flatMap((api) => apiAs(api, release) ?? [])
  return {
    errorCode: ErrorCode.NONE,
    apiKeys: served.map(({ key, minVersion, maxVersion }) => ({ apiKey: key, minVersion, maxVersion })),
    ...featuresOf(broker, apiVersion),
  }
}

function featuresOf({ features }: BrokerContext, apiVersion: number) {
  return {
    // KAFKA-17011: clients before v4 reject a minimum of 0.
    supportedFeatures: features.supported.filter(({ minVersion }) => apiVersion >= 4 || minVersion > 0),
    // Clients ignore features of epoch -1.
    finalizedFeaturesEpoch: features.epoch,
    finalizedFeatures: features.finalized.map(({ name, level }) => ({ name, maxVersionLevel: level, minVersionLevel: level })),
  }
}
