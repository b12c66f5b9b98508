// Compares every message description, version by version, with the definitions that Kafka itself is generated from.
import { describe, expect, test } from 'vitest'
import type { FieldSpec, Shape } from '../../../core/protocol/schema.ts'
import { ZERO_UUID, isIn } from '../../../core/protocol/schema.ts'
import { apis, directions, fieldsOf, versionsOf } from './apis.ts'
import type { OracleField } from './oracle.ts'
import { includes, interval, oracleIsHere, oracleOf, ourName } from './oracle.ts'

/** One line per field that the version has, in wire order: what both sides must agree on. */
function describeOurs(shape: Shape, version: number, path = ''): string[] {
  return Object.entries(shape).flatMap(([name, { spec }]) => {
    if (!isIn(spec, version)) return []
    const inner = spec.kind === 'struct' ? spec.shape : spec.element?.spec.shape
    const nullable = version >= spec.nullableSince ? ' nullable' : ''
    const tag = spec.tag === null ? '' : ` tag ${spec.tag}`
    return [
      `${path}${name}: ${ourType(spec)}${nullable}${tag} = ${ourDefault(spec)}`,
      ...(inner === undefined ? [] : describeOurs(inner, version, `${path}${name}.`)),
    ]
  })
}

function ourType(spec: FieldSpec): string {
  if (spec.kind === 'array') return `[]${ourType(spec.element!.spec)}`
  return spec.kind === 'clampedInt64' ? 'int64' : spec.kind
}

function ourDefault({ defaultValue }: FieldSpec): string {
  return defaultValue === undefined ? 'empty' : String(defaultValue as string | number | boolean | null)
}

function describeOracle(fields: readonly OracleField[], version: number, path = ''): string[] {
  return fields.flatMap((field) => {
    if (!includes(field.versions, version)) return []
    const nullable = includes(field.nullableVersions, version) ? ' nullable' : ''
    const tag = includes(field.taggedVersions, version) ? ` tag ${field.tag}` : ''
    return [
      `${path}${ourName(field.name)}: ${oracleType(field)}${nullable}${tag} = ${oracleDefault(field)}`,
      ...describeOracle(field.fields ?? [], version, `${path}${ourName(field.name)}.`),
    ]
  })
}

function oracleType({ type, fields }: OracleField): string {
  if (type.startsWith('[]')) return fields === undefined ? type : '[]struct'
  return fields === undefined ? type : 'struct'
}

function oracleDefault(field: OracleField): string {
  if (field.default !== undefined) {
    if (field.default === '9223372036854775807') return String(Number.MAX_SAFE_INTEGER)
    return /^(0x|-?\d)/.test(String(field.default)) ? String(Number(field.default)) : String(field.default)
  }
  if (/^(u?int|float)/.test(field.type)) return '0'
  if (field.type === 'bool') return 'false'
  if (field.type === 'uuid') return ZERO_UUID
  return field.type === 'string' ? '' : 'empty'
}

describe.skipIf(!oracleIsHere)('message descriptions', () => {
  test('cover the client APIs that a single node serves', () => {
    expect(apis.map((api) => api.key)).toEqual([
      0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 42, 43, 44, 45, 46, 47, 48, 49,
      50, 51, 55, 57, 60, 61, 65, 66, 68, 69, 74, 75,
    ])
  })

  for (const api of apis) {
    for (const direction of directions) {
      test(`${api.name} ${direction} agrees with Kafka on every field of every version`, () => {
        const oracle = oracleOf(api.name, direction)
        const valid = interval(oracle.validVersions)!
        expect(api.key).toBe(oracle.apiKey)
        expect([api.minDecodable, api.maxVersion]).toEqual([valid[0], oracleMaxVersion(api.name)])
        expect(api.flexibleSince).toBe(interval(oracle.flexibleVersions)?.[0] ?? Infinity)
        for (const version of versionsOf(api)) {
          expect(describeOurs(fieldsOf(api, direction), version), `version ${version}`).toEqual(describeOracle(oracle.fields, version))
        }
      })
    }
  }
})

/** Kafka marks the latest version of some APIs as not for use yet. */
function oracleMaxVersion(apiName: string): number {
  const request = oracleOf(apiName, 'request')
  return interval(request.validVersions)![1] - (request.latestVersionUnstable === true ? 1 : 0)
}

test.skipIf(!oracleIsHere)('a description that differs from Kafka by one default is noticed', () => {
  const fields = oracleOf('Heartbeat', 'request').fields
  const changed = fields.map((field) => (field.name === 'GenerationId' ? { ...field, default: -1 } : field))
  expect(describeOracle(changed, 4)).not.toEqual(describeOracle(fields, 4))
})
