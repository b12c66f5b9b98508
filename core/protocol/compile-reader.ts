// Compiles the fields of a message into a straight-line decoder for one version: one hidden class per message whatever the version.
import type { Reader } from './reader.ts'
import type { FieldSpec, Shape } from './schema.ts'
import { isIn } from './schema.ts'

const FIXED_BYTES = { bool: 1, int8: 1, int16: 2, uint16: 2, int32: 4, uint32: 4, int64: 8, clampedInt64: 8, float64: 8, uuid: 16 } as const

export function compileReader(shape: Shape, version: number, flexible: boolean): (reader: Reader) => unknown {
  const source: string[] = []

  /** Emits `function readN($r) {…}` and returns its name. Names of ours start with $ or read, so that no field name clashes. */
  const emit = (body: string): string => {
    const name = `$read${source.length}`
    source.push(`function ${name}($r) {\n${body}\n}`)
    return name
  }

  const structReader = (fields: Shape): string => {
    const lines: string[] = []
    for (const [name, { spec }] of Object.entries(fields)) {
      const onWire = isIn(spec, version) && spec.tag === null
      lines.push(onWire ? `const ${name} = ${read(spec)}` : `let ${name} = ${defaultOf(spec)}`)
    }
    if (flexible) lines.push(readTags(fields))
    return emit(`${lines.join('\n')}\nreturn { ${Object.keys(fields).join(', ')} }`)
  }

  const readTags = (fields: Shape): string => {
    const known = Object.entries(fields).filter(([, { spec }]) => spec.tag !== null && isIn(spec, version))
    if (known.length === 0) return '$r.skipTags()'
    const cases = known.map(([name, { spec }]) => `case ${spec.tag}: ${name} = ${read(spec)}; $r.closeTag($tag, $end); break`)
    return `for (let $count = $r.unsignedVarint(); $count > 0; $count--) {
      const $tag = $r.unsignedVarint(), $end = $r.tagEnd()
      switch ($tag) {
        ${cases.join('\n')}
        default: $r.position = $end
      }
    }`
  }

  const arrayReader = (spec: FieldSpec): string => {
    const element = spec.element!.spec
    const least = leastBytes(element, version, flexible)
    return emit(`const $count = $r.${method('arrayLength', spec, version, flexible)}(${least})
    if ($count < 0) return null
    const $items = []
    for (let $i = 0; $i < $count; $i++) $items.push(${read(element)})
    return $items`)
  }

  const read = (spec: FieldSpec): string => {
    if (spec.kind === 'struct') return `${isNullable(spec, version) ? '$r.int8() < 0 ? null : ' : ''}${structReader(spec.shape!)}($r)`
    if (spec.kind === 'array') return `${arrayReader(spec)}($r)`
    if (spec.kind in FIXED_BYTES) return `$r.${spec.kind}()`
    return `$r.${method(spec.kind === 'records' ? 'bytes' : spec.kind, spec, version, flexible)}()`
  }

  const root = structReader(shape)
  // oxlint-disable-next-line typescript/no-implied-eval -- the source is made of our own descriptions, never of input.
  return new Function(`${source.join('\n')}\nreturn ${root}`)() as (reader: Reader) => unknown
}

export const isNullable = (spec: FieldSpec, version: number): boolean => version >= spec.nullableSince

/** `string` becomes `compactNullableString` where the version calls for it. */
export function method(name: string, spec: FieldSpec, version: number, flexible: boolean): string {
  const words = [flexible ? 'compact' : '', isNullable(spec, version) ? 'nullable' : '', name].filter((word) => word !== '')
  return words.map((word, i) => (i === 0 ? word : word[0]!.toUpperCase() + word.slice(1))).join('')
}

/** A JavaScript expression that makes the default value, fresh where it is an object. */
export function defaultOf(spec: FieldSpec): string {
  if (spec.defaultValue !== undefined) return JSON.stringify(spec.defaultValue)
  if (spec.kind === 'array') return '[]'
  if (spec.kind === 'struct') {
    return `{ ${Object.entries(spec.shape!)
      .map(([name, { spec: inner }]) => `${name}: ${defaultOf(inner)}`)
      .join(', ')} }`
  }
  return 'Buffer.alloc(0)'
}

/** The fewest bytes that a value can take on the wire. */
function leastBytes(spec: FieldSpec, version: number, flexible: boolean): number {
  if (spec.kind in FIXED_BYTES) return FIXED_BYTES[spec.kind as keyof typeof FIXED_BYTES]
  if (spec.kind === 'struct') {
    if (isNullable(spec, version)) return 1
    const onWire = Object.values(spec.shape!).filter((inner) => inner.spec.tag === null && isIn(inner.spec, version))
    return onWire.reduce((sum, inner) => sum + leastBytes(inner.spec, version, flexible), flexible ? 1 : 0)
  }
  if (flexible) return 1
  return spec.kind === 'string' ? 2 : 4
}
