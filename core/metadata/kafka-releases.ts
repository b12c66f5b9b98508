// What the brokers of each Apache Kafka release advertise to clients: the newest version of every API by its key, and ranges of feature levels.
// Each line names what changed since the line before it. Brokers with ZooKeeper and with KRaft are taken together where both were there.
import type { FeatureRanges } from './supported-features.ts'

export interface KafkaRelease {
  readonly name: string
  /** The newest version of each API, by key. */
  readonly versions: ReadonlyMap<number, number>
  readonly features: FeatureRanges
}

type Changes = readonly [name: string, versions: Readonly<Record<number, number>>, features?: FeatureRanges]

const CHANGES: readonly Changes[] = [
  ['2.1', {
    0: 7, 1: 10, 2: 4, 3: 7, 8: 6, 9: 5, 10: 2, 11: 3, 12: 2, 13: 2, 14: 2, 15: 2, 16: 2, 17: 1, 18: 2, 19: 3, 20: 3, 21: 1, 22: 1, 23: 2, 24: 1,
    25: 1, 26: 1, 27: 0, 28: 2, 29: 1, 30: 1, 31: 1, 32: 2, 33: 1, 34: 1, 35: 1, 36: 0, 37: 1, 38: 1, 39: 1, 40: 1, 41: 1, 42: 1,
  }],
  ['2.2', { 2: 5, 11: 4, 36: 1, 43: 0 }],
  ['2.3', { 1: 11, 3: 8, 8: 7, 11: 5, 12: 3, 14: 3, 15: 3, 23: 3, 44: 0 }],
  ['2.4', {
    0: 8, 3: 9, 8: 8, 9: 6, 10: 3, 11: 6, 12: 4, 13: 4, 14: 4, 15: 5, 16: 3, 18: 3, 19: 5, 20: 4, 22: 2, 38: 2, 42: 2, 43: 2, 44: 1, 45: 0, 46: 0,
    47: 0,
  }],
  ['2.5', { 9: 7, 11: 7, 14: 5, 22: 3, 28: 3, 29: 2, 30: 2, 31: 2, 36: 2, 37: 2, 39: 2, 40: 2, 41: 2 }],
  ['2.6', { 16: 4, 21: 2, 32: 3, 35: 2, 48: 0, 49: 0 }],
  ['2.7', { 1: 12, 19: 6, 20: 5, 22: 4, 24: 2, 25: 2, 26: 2, 37: 3, 50: 0, 51: 0, 57: 0 }],
  ['2.8', {
    0: 9, 2: 6, 3: 11, 19: 7, 20: 6, 23: 4, 24: 3, 25: 3, 26: 3, 27: 1, 32: 4, 33: 2, 34: 2, 48: 1, 49: 1, 60: 0, 61: 0,
  }],
  ['3.0', { 2: 7, 9: 8, 10: 4, 65: 0, 66: 0 }],
  ['3.1', { 1: 13, 3: 12 }],
  ['3.2', { 11: 9, 13: 5, 35: 3 }],
  ['3.3', { 29: 3, 30: 3, 31: 3, 35: 4, 38: 3, 41: 3, 55: 1, 57: 1, 64: 0 }, { 'metadata.version': [1, 7] }],
  ['3.4', {}, { 'metadata.version': [1, 8] }],
  ['3.5', { 1: 15, 2: 8 }, { 'metadata.version': [1, 11] }],
  ['3.6', { 24: 4 }, { 'metadata.version': [1, 14] }],
  ['3.7', { 0: 10, 1: 16, 8: 9, 9: 9, 60: 1, 68: 0, 71: 0, 72: 0, 74: 0 }, { 'metadata.version': [1, 19] }],
  ['3.8', { 0: 11, 10: 5, 16: 5, 22: 5, 24: 5, 25: 4, 26: 4, 28: 4, 66: 1, 69: 0, 75: 0 }, { 'metadata.version': [1, 20] }],
  ['3.9', { 1: 17, 2: 9, 10: 6, 18: 4, 55: 2, 80: 0, 81: 0 }, { 'kraft.version': [0, 1], 'metadata.version': [1, 21] }],
  ['4.0', { 0: 12, 2: 10, 3: 13, 15: 6, 26: 5, 28: 5, 57: 2, 60: 2, 68: 1, 69: 1 }, {
    'group.version': [0, 1], 'metadata.version': [7, 25], 'transaction.version': [0, 2],
  }],
  ['4.1', { 0: 13, 1: 18, 45: 1, 66: 2, 74: 1, 76: 1, 77: 1, 78: 1, 79: 1, 90: 0, 91: 0, 92: 0 }, {
    'eligible.leader.replicas.version': [0, 1], 'metadata.version': [7, 27],
  }],
  ['4.2', { 2: 11, 8: 10, 9: 10, 27: 2, 78: 2, 79: 2, 80: 1, 88: 0, 89: 0, 90: 1 }, {
    'metadata.version': [7, 29], 'share.version': [0, 1], 'streams.version': [0, 1],
  }],
  ['4.3', { 35: 5 }, { 'metadata.version': [7, 30] }],
  ['4.4', { 18: 5, 28: 6, 42: 3, 88: 1, 89: 1, 93: 0 }, { 'metadata.version': [7, 33] }],
]

/** Oldest first. Older ones than 2.1 spoke versions that no Kafka 4 client speaks (KIP-896). */
export const kafkaReleases: readonly KafkaRelease[] = CHANGES.reduce<KafkaRelease[]>((releases, [name, versions, features]) => {
  const before = releases.at(-1)
  const changed = Object.entries(versions).map(([key, version]): [number, number] => [Number(key), version])
  return [...releases, { name, versions: new Map([...(before?.versions ?? []), ...changed]), features: { ...before?.features, ...features } }]
}, [])

export const NEWEST_RELEASE = kafkaReleases.at(-1)!

/** `3.9` by its name, `3.9.1` as 3.9, `3.x` as the newest of the third; undefined for what is not there. */
export function findKafkaRelease(text: string): KafkaRelease | undefined {
  const [, major, minor] = /^(\d+)\.(\d+|x)(?:\.\d+)?$/.exec(text) ?? []
  return kafkaReleases.findLast(({ name }) => (minor === 'x' ? name.startsWith(`${major}.`) : name === `${major}.${minor}`))
}

export function kafkaReleaseProblem(text: string): string | null {
  if (findKafkaRelease(text) !== undefined) return null
  return `it must be a Kafka release from ${kafkaReleases[0]!.name} to ${NEWEST_RELEASE.name}, for example 3.9, or 3.x for the newest of the third`
}
