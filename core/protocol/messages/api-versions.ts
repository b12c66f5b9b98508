// ApiVersions (key 18): what this broker can do; the first thing that a client asks.
import { defineApi } from '../define-api.ts'
import { array, bool, int16, int32, int64, string } from '../schema.ts'

export const ApiVersions = defineApi({
  key: 18,
  name: 'ApiVersions',
  versions: [0, 5],
  flexibleSince: 3,
  request: {
    clientSoftwareName: string.since(3),
    clientSoftwareVersion: string.since(3),
    clusterId: string.nullable().or(null).since(5),
    nodeId: int32.or(-1).since(5),
  },
  response: {
    errorCode: int16,
    apiKeys: array({
      apiKey: int16,
      minVersion: int16,
      maxVersion: int16,
    }),
    throttleTimeMs: int32.or(0).since(1),
    supportedFeatures: array({
      name: string,
      minVersion: int16,
      maxVersion: int16,
    }).tagged(0, 3),
    finalizedFeaturesEpoch: int64.or(-1).tagged(1, 3),
    finalizedFeatures: array({
      name: string,
      maxVersionLevel: int16,
      minVersionLevel: int16,
    }).tagged(2, 3),
    zkMigrationReady: bool.or(false).tagged(3, 3),
  },
})
