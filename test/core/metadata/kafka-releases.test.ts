import { describe, expect, test } from 'vitest'
import { KAFKA_RELEASES } from '../../../core/contract/settings.ts'
import { findKafkaRelease, kafkaReleaseProblem, kafkaReleases, NEWEST_RELEASE } from '../../../core/metadata/kafka-releases.ts'
import { apis } from '../protocol/apis.ts'

const versionsOf = (name: string, keys: number[]) => keys.map((key) => findKafkaRelease(name)?.versions.get(key))

describe('the releases of Kafka', () => {
  test('go from 2.1 to 4.4, each with its minor versions', () => {
    expect(kafkaReleases.map(({ name }) => name).join(' ')).toBe(
      '2.1 2.2 2.3 2.4 2.5 2.6 2.7 2.8 3.0 3.1 3.2 3.3 3.4 3.5 3.6 3.7 3.8 3.9 4.0 4.1 4.2 4.3 4.4',
    )
  })

  test('are those that the workbench\'s settings offer', () => {
    expect(kafkaReleases.map(({ name }) => name)).toEqual(KAFKA_RELEASES)
  })

  /** Produce, Fetch, Metadata, OffsetFetch, JoinGroup, ApiVersions, InitProducerId, EndTxn, ConsumerGroupHeartbeat */
  const KEYS = [0, 1, 3, 9, 11, 18, 22, 26, 68]
  test.each([
    ['2.1', [7, 10, 7, 5, 3, 2, 1, 1, undefined]],
    ['2.4', [8, 11, 9, 6, 6, 3, 2, 1, undefined]],
    ['2.8', [9, 12, 11, 7, 7, 3, 4, 3, undefined]],
    ['3.3', [9, 13, 12, 8, 9, 3, 4, 3, undefined]],
    ['3.9', [11, 17, 12, 9, 9, 4, 5, 4, 0]],
    ['4.0', [12, 17, 13, 9, 9, 4, 5, 5, 1]],
    ['4.2', [13, 18, 13, 10, 9, 4, 5, 5, 1]],
    ['4.4', [13, 18, 13, 10, 9, 5, 5, 5, 1]],
  ])('%s advertised %j', (name, versions) => {
    expect(versionsOf(name, KEYS)).toEqual(versions)
  })

  test('never take a version back', () => {
    for (const [i, { name, versions }] of kafkaReleases.entries()) {
      for (const [key, version] of kafkaReleases[i - 1]?.versions ?? []) expect([name, key, versions.get(key)! >= version]).toEqual([name, key, true])
    }
  })

  test('end with exactly what Headwater serves, API by API', () => {
    const served = apis.map(({ key, maxVersion }) => [key, maxVersion])
    expect(apis.map(({ key }) => [key, NEWEST_RELEASE.versions.get(key)])).toEqual(served)
  })
})

describe('a release is found', () => {
  test.each([['3.9', '3.9'], ['3.9.1', '3.9'], ['2.x', '2.8'], ['3.x', '3.9'], ['4.x', '4.4'], ['4.4', '4.4'], ['5.0', undefined], ['3', undefined], ['x', undefined], ['', undefined]])(
    'by %j as %s',
    (text, name) => {
      expect(findKafkaRelease(text)?.name).toBe(name)
    },
  )

  test('or what can be written is said', () => {
    expect(kafkaReleaseProblem('3.x')).toBeNull()
    expect(kafkaReleaseProblem('0.11')).toBe('it must be a Kafka release from 2.1 to 4.4, for example 3.9, or 3.x for the newest of the third')
  })
})
