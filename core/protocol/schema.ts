// The language that messages are written in: one field per line, wire order = source order, versions and defaults beside the name.

/** The id of no topic: sixteen zero bytes. */
export const ZERO_UUID = 'AAAAAAAAAAAAAAAAAAAAAA'

export type Kind =
  | 'bool'
  | 'int8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'clampedInt64'
  | 'float64'
  | 'uuid'
  | 'string'
  | 'bytes'
  | 'records'
  | 'array'
  | 'struct'

export interface FieldSpec {
  readonly kind: Kind
  /** Of an array. */
  readonly element?: AnyField
  /** Of a struct. */
  readonly shape?: Shape
  /** First and last version that has the field. */
  readonly since: number
  readonly until: number
  /** First version in which it may be null. */
  readonly nullableSince: number
  /** Set for a tagged field (KIP-482). */
  readonly tag: number | null
  /** May be left out when encoding. */
  readonly optional: boolean
  /** What a version without the field decodes to; for arrays and structs `undefined` stands for a fresh empty one. */
  readonly defaultValue: unknown
}

export type AnyField = Field<unknown, unknown, boolean>
export type Shape = Readonly<Record<string, AnyField>>

/** `Out` is what decoding gives, `In` what encoding takes; an `Optional` field may be left out when encoding. */
export class Field<Out, In, Optional extends boolean> {
  declare readonly out: Out
  declare readonly in: In
  declare readonly optional: Optional
  readonly spec: FieldSpec

  constructor(spec: FieldSpec) {
    this.spec = spec
  }

  since(version: number): Field<Out, In, true> {
    return new Field({ ...this.spec, since: version, optional: true })
  }

  until(version: number): Field<Out, In, true> {
    return new Field({ ...this.spec, until: version, optional: true })
  }

  nullable(since = 0): Field<Out | null, In | null, Optional> {
    return new Field({ ...this.spec, nullableSince: since })
  }

  or(defaultValue: Out): Field<Out, In, true> {
    return new Field({ ...this.spec, defaultValue, optional: true })
  }

  tagged(tag: number, since: number): Field<Out, In, true> {
    return new Field({ ...this.spec, tag, since, optional: true })
  }
}

/** A message as decoded: complete whatever the version. */
export type Decoded<S extends Shape> = { -readonly [K in keyof S]: S[K]['out'] }

type OptionalKeys<S extends Shape> = { [K in keyof S]: S[K]['optional'] extends true ? K : never }[keyof S]

/** A message to encode: fields that have a default, or that only some versions have, may be left out. */
export type Encodable<S extends Shape> = { readonly [K in Exclude<keyof S, OptionalKeys<S>>]: S[K]['in'] } & {
  readonly [K in OptionalKeys<S>]?: S[K]['in'] | undefined
}

function field<T, In = T>(kind: Kind, defaultValue: unknown, parts: { element?: AnyField; shape?: Shape } = {}): Field<T, In, false> {
  return new Field({ kind, ...parts, since: 0, until: Infinity, nullableSince: Infinity, tag: null, optional: false, defaultValue })
}

export const bool = field<boolean>('bool', false)
export const int8 = field<number>('int8', 0)
export const int16 = field<number>('int16', 0)
export const uint16 = field<number>('uint16', 0)
export const int32 = field<number>('int32', 0)
export const uint32 = field<number>('uint32', 0)
export const int64 = field<number>('int64', 0)
/** An int64 in which clients may say "beyond every real value": such a value decodes to the nearest safe integer. */
export const clampedInt64 = field<number>('clampedInt64', 0)
export const float64 = field<number>('float64', 0)
export const uuid = field<string>('uuid', ZERO_UUID)
export const string = field<string>('string', '')
/** Decodes to a view of the frame. */
export const bytes = field<Buffer, Uint8Array>('bytes', undefined)
/** Record batches: decode to a view of the frame, are encoded by reference. */
export const records = field<Buffer, Buffer | readonly Buffer[]>('records', undefined)

export function struct<const S extends Shape>(shape: S): Field<Decoded<S>, Encodable<S>, false> {
  return field('struct', undefined, { shape })
}

export function array<Out, In>(element: Field<Out, In, boolean>): Field<Out[], readonly In[], false>
export function array<const S extends Shape>(shape: S): Field<Decoded<S>[], readonly Encodable<S>[], false>
export function array(of: AnyField | Shape): AnyField {
  return field('array', undefined, { element: of instanceof Field ? of : struct(of) })
}

export function isIn({ since, until }: FieldSpec, version: number): boolean {
  return version >= since && version <= until
}
