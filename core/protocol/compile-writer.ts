// Compiles the fields of a message into a straight-line encoder for one version; what the version lacks is left out silently.
import { AssertionError } from '../base/assert.ts'
import { defaultOf, isNullable, method } from './compile-reader.ts'
import type { FieldSpec, Shape } from './schema.ts'
import { isIn } from './schema.ts'
import type { Writer } from './writer.ts'

export function compileWriter(shape: Shape, version: number, flexible: boolean): (writer: Writer, message: unknown) => void {
  const source: string[] = []

  /** Emits `function writeN($w, $m) {…}` and returns its name. */
  const emit = (body: string): string => {
    const name = `$write${source.length}`
    source.push(`function ${name}($w, $m) {\n${body}\n}`)
    return name
  }

  const structWriter = (fields: Shape, path: string): string => {
    const present = Object.entries(fields).filter(([, { spec }]) => isIn(spec, version))
    const lines = present
      .filter(([, { spec }]) => spec.tag === null)
      .map(([name, { spec }]) => `{ ${valueOf(name, spec, path + name)}\n${write(spec, '$v', path + name)} }`)
    const tagged = present.filter(([, { spec }]) => spec.tag !== null)
    if (flexible) lines.push(writeTags(tagged, path))
    return emit(lines.join('\n'))
  }

  const writeTags = (tagged: [string, { spec: FieldSpec }][], path: string): string => {
    if (tagged.length === 0) return '$w.unsignedVarint(0)'
    const inTagOrder = tagged.toSorted(([, a], [, b]) => a.spec.tag! - b.spec.tag!)
    const values = inTagOrder.map(
      ([name, { spec }], i) => `const $v${i} = $m.${name}, $has${i} = $v${i} !== undefined && (${differs(spec, `$v${i}`)})`,
    )
    const writes = inTagOrder.map(
      ([name, { spec }], i) =>
        `if ($has${i}) { const $begin = $w.beginTag(${spec.tag}); ${write(spec, `$v${i}`, path + name)}; $w.endTag($begin) }`,
    )
    return [...values, `$w.unsignedVarint(${inTagOrder.map((_, i) => `($has${i} ? 1 : 0)`).join(' + ')})`, ...writes].join('\n')
  }

  const arrayWriter = (spec: FieldSpec, path: string): string => {
    const element = spec.element!.spec
    const compact = flexible ? 'compactArrayLength' : 'arrayLength'
    return emit(`$w.${compact}($m.length)
    for (let $i = 0; $i < $m.length; $i++) { const $e = $m[$i]; ${write(element, '$e', `${path}[]`)} }`)
  }

  const write = (spec: FieldSpec, value: string, path: string): string => {
    const nullable = isNullable(spec, version)
    if (spec.kind === 'struct') {
      const present = `${structWriter(spec.shape!, `${path}.`)}($w, ${value})`
      return nullable ? `if (${value} === null) $w.int8(-1); else { $w.int8(1); ${present} }` : present
    }
    const refuseNull = nullable || isFixed(spec) ? '' : `if (${value} === null) $noNull(${JSON.stringify(path)})\n`
    if (spec.kind === 'array') {
      const writeNull = nullable ? `if (${value} === null) $w.${flexible ? 'compactNullArray' : 'nullArray'}(); else ` : refuseNull
      return `${writeNull}${arrayWriter(spec, path)}($w, ${value})`
    }
    if (isFixed(spec)) return `$w.${spec.kind === 'clampedInt64' ? 'int64' : spec.kind}(${value})`
    return `${refuseNull}$w.${method(spec.kind, spec, version, flexible)}(${value})`
  }

  const root = structWriter(shape, '')
  const noNull = (path: string): never => {
    throw new AssertionError(`"${path}" is null, which version ${version} does not allow.`)
  }
  const missing = (path: string): never => {
    throw new AssertionError(`"${path}" is missing.`)
  }
  // oxlint-disable-next-line typescript/no-implied-eval -- the source is made of our own descriptions, never of input.
  const build = new Function('$noNull', '$missing', `${source.join('\n')}\nreturn ${root}`)
  return build(noNull, missing) as (writer: Writer, message: unknown) => void
}

function isFixed(spec: FieldSpec): boolean {
  return !['string', 'bytes', 'records', 'array', 'struct'].includes(spec.kind)
}

/** `const $v = …`: the default where the property is left out, or a failure where it has to be there. */
function valueOf(name: string, spec: FieldSpec, path: string): string {
  const whenMissing = spec.optional ? `$v = ${defaultOf(spec)}` : `$missing(${JSON.stringify(path)})`
  return `let $v = $m.${name}; if ($v === undefined) ${whenMissing}`
}

/** A JavaScript expression: is the value other than the default? Only such a tagged field goes on the wire. */
function differs(spec: FieldSpec, value: string): string {
  if (spec.kind === 'array' || spec.kind === 'bytes')
    return spec.defaultValue === null ? `${value} !== null` : `${value} === null || ${value}.length !== 0`
  if (spec.kind === 'struct') {
    if (spec.defaultValue === null) return `${value} !== null`
    return Object.entries(spec.shape!)
      .map(([name, { spec: inner }]) => `(${value}.${name} !== undefined && (${differs(inner, `${value}.${name}`)}))`)
      .join(' || ')
  }
  return `${value} !== ${defaultOf(spec)}`
}
