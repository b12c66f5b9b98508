// Makes up messages of a given shape and version, leaning towards the values at the edges.
import type { Random } from '../../../core/base/random.ts'
import type { FieldSpec, Shape } from '../../../core/protocol/schema.ts'
import { ZERO_UUID, isIn } from '../../../core/protocol/schema.ts'

/** What values may be drawn from. */
export interface Variety {
  readonly texts: readonly string[]
  readonly byteLengths: readonly number[]
  readonly arrayLengths: readonly number[]
}

export const WIDE: Variety = {
  texts: ['', 'orders', 'Größe 🚀 界', 'x'.repeat(31), 'y'.repeat(32), 'z'.repeat(200), 'ü'.repeat(70), '\u0000'],
  byteLengths: [0, 1, 20, 300],
  arrayLengths: [0, 1, 2, 3],
}
/** Small enough to check by eye, with something in every array. */
export const LEGIBLE: Variety = { texts: ['orders', 'payments', 'Größe', 'a'], byteLengths: [3, 5], arrayLengths: [1, 2] }

const LARGEST = { int8: 127, int16: 32_767, int32: 0x7fff_ffff, int64: Number.MAX_SAFE_INTEGER, clampedInt64: Number.MAX_SAFE_INTEGER }

/** Complete, as a decoder gives it: fields that the version lacks have their defaults. */
export function randomMessage(random: Random, shape: Shape, version: number, variety: Variety = WIDE): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(shape).map(([name, { spec }]) => {
      const leaveOut = !isIn(spec, version) || (spec.tag !== null && random.below(3) === 0)
      return [name, leaveOut ? defaultValue(spec) : randomValue(random, spec, version, variety)]
    }),
  )
}

export function defaultValue(spec: FieldSpec): unknown {
  if (spec.defaultValue !== undefined) return spec.defaultValue
  if (spec.kind === 'array') return []
  if (spec.kind !== 'struct') return Buffer.alloc(0)
  return Object.fromEntries(Object.entries(spec.shape!).map(([name, inner]) => [name, defaultValue(inner.spec)]))
}

function randomValue(random: Random, spec: FieldSpec, version: number, variety: Variety): unknown {
  if (version >= spec.nullableSince && random.below(4) === 0) return null
  switch (spec.kind) {
    case 'bool':
      return random.below(2) === 1
    case 'int8':
    case 'int16':
    case 'int32':
    case 'int64':
    case 'clampedInt64':
      return randomInteger(random, LARGEST[spec.kind])
    case 'float64':
      return pick(random, [0, -1, 0.5, 1024, Number.MAX_VALUE])
    case 'uint16':
      return random.below(0x1_0000)
    case 'uint32':
      return random.below(0x1_0000_0000)
    case 'uuid':
      return random.below(4) === 0 ? ZERO_UUID : random.bytes(16).toString('base64url')
    case 'string':
      return pick(random, variety.texts)
    case 'bytes':
    case 'records':
      return random.bytes(pick(random, variety.byteLengths))
    case 'struct':
      return randomMessage(random, spec.shape!, version, variety)
    case 'array':
      return Array.from({ length: pick(random, variety.arrayLengths) }, () => randomValue(random, spec.element!.spec, version, variety))
  }
}

function randomInteger(random: Random, largest: number): number {
  const edges = [0, 1, -1, largest, -largest, 127, -128]
  if (random.below(2) === 0) return pick(random, edges)
  const magnitude = largest > 0xffff_ffff ? random.below(0x1f_ffff) * 0x1_0000_0000 + random.below(0xffff_ffff) : random.below(largest)
  return random.below(2) === 0 || magnitude === 0 ? magnitude : -magnitude
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)]!
}
