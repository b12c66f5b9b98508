// Which feature levels a broker supports: as far as the APIs that carry them are served, and as the Kafka release that it plays knew them.

export type FeatureName =
  | 'eligible.leader.replicas.version'
  | 'group.version'
  | 'kraft.version'
  | 'metadata.version'
  | 'share.version'
  | 'streams.version'
  | 'transaction.version'

export interface SupportedFeature {
  readonly name: FeatureName
  readonly minVersion: number
  readonly maxVersion: number
  /** Finalized unless somebody chooses another. */
  readonly defaultLevel: number
}

/** Levels by feature: lowest and highest. */
export type FeatureRanges = Readonly<Partial<Record<FeatureName, readonly [number, number]>>>

/** An API in at least this version. */
type Needed = readonly [key: number, version: number]

/** What each level of a feature needs to be served before clients may count on it, besides what the levels below it need. */
const NEEDED: Readonly<Partial<Record<FeatureName, readonly (readonly Needed[])[]>>> = {
  'group.version': [[[68, 0], [69, 0]]],
  'transaction.version': [
    [[22, 4], [24, 3], [25, 3], [26, 3], [28, 3]],
    // KIP-890: Java takes part as soon as the level is finalized; EndTxn v5 must then bump the epoch.
    [[0, 12], [26, 5], [28, 5]],
  ],
  'share.version': [[[76, 1], [77, 1], [78, 1], [79, 1]]],
  'streams.version': [[[88, 0], [89, 0]]],
}

/** There, and off until somebody switches it on: voters that come and go, which this quorum of one does not have. */
const OFF: readonly FeatureName[] = ['kraft.version']

const NAMES: readonly string[] = [
  'eligible.leader.replicas.version', 'group.version', 'kraft.version', 'metadata.version', 'share.version', 'streams.version', 'transaction.version',
] satisfies FeatureName[]

export const isFeatureName = (name: string): name is FeatureName => NAMES.includes(name)

export function supportedFeatures(ranges: FeatureRanges, apis: readonly { key: number; maxVersion: number }[]): SupportedFeature[] {
  const served = new Map(apis.map(({ key, maxVersion }) => [key, maxVersion]))
  const isServed = ([key, version]: Needed): boolean => (served.get(key) ?? -1) >= version
  return Object.entries(ranges).flatMap(([text, [minVersion, released]]) => {
    const name = text as FeatureName
    const levels = NEEDED[name]
    const firstMissing = levels?.findIndex((needs) => !needs.every(isServed)) ?? -1
    const maxVersion = firstMissing === -1 ? released : Math.min(released, firstMissing)
    return maxVersion < Math.max(minVersion, 1) ? [] : [{ name, minVersion, maxVersion, defaultLevel: OFF.includes(name) ? 0 : maxVersion }]
  })
}
