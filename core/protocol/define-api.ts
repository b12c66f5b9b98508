// One definition per Kafka API: its fields become types, and a compiled codec per version and direction, made when first used.
import { AssertionError, assert } from '../base/assert.ts'
import { compileReader } from './compile-reader.ts'
import { compileWriter } from './compile-writer.ts'
import { ProtocolError } from './protocol-error.ts'
import { Reader } from './reader.ts'
import type { Decoded, Encodable, Shape } from './schema.ts'
import { Writer } from './writer.ts'

/**
 * `Req` is a request as the broker reads it, `Res` a response as the broker writes it (fields with a default may be left out).
 * A client has it the other way round: it writes `ReqIn` and reads `ResOut`.
 */
export interface Api<Req, Res, ReqIn = never, ResOut = unknown> {
  readonly key: number
  readonly name: string
  /** The lowest version that ApiVersions tells of; KAFKA-18659 makes Produce claim 0. */
  readonly minVersion: number
  readonly minDecodable: number
  readonly maxVersion: number
  readonly flexibleSince: number
  readonly requestFields: Shape
  readonly responseFields: Shape
  // Properties, not methods: a method would let a handler answer with less than `Res`.
  readonly decodeRequest: (version: number, body: Buffer) => Req
  readonly encodeRequest: (version: number, body: ReqIn) => Buffer
  readonly encodeResponse: (version: number, body: Res) => Buffer[]
  readonly decodeResponse: (version: number, body: Buffer) => ResOut
  readonly writeRequest: (writer: Writer, version: number, body: ReqIn) => void
  readonly writeResponse: (writer: Writer, version: number, body: Res) => void
}

// oxlint-disable-next-line typescript/no-explicit-any -- what every Api can be passed as.
export type AnyApi = Api<any, any>

/** A decoded request: complete. */
export type RequestOf<A> = A extends Api<infer Req, infer _Res, infer _ReqIn, infer _ResOut> ? Req : never
/** A response to encode: what has a default may be left out. */
export type ResponseOf<A> = A extends Api<infer _Req, infer Res, infer _ReqIn, infer _ResOut> ? Res : never
/** A request to encode: what has a default may be left out. */
export type RequestInputOf<A> = A extends Api<infer _Req, infer _Res, infer ReqIn, infer _ResOut> ? ReqIn : never
/** A decoded response: complete. */
export type DecodedResponseOf<A> = A extends Api<infer _Req, infer _Res, infer _ReqIn, infer ResOut> ? ResOut : never

export interface ApiDefinition<Q extends Shape, R extends Shape> {
  readonly key: number
  readonly name: string
  /** First and last version whose bytes are understood. */
  readonly versions: readonly [number, number]
  /** When it differs from the first version that is understood. */
  readonly advertisedSince?: number
  readonly flexibleSince: number
  readonly request: Q
  readonly response: R
}

/** Encoding is synchronous and never nests, so one writer serves all. */
const sharedWriter = new Writer()

export function defineApi<const Q extends Shape, const R extends Shape>(
  definition: ApiDefinition<Q, R>,
): Api<Decoded<Q>, Encodable<R>, Encodable<Q>, Decoded<R>> {
  const [minDecodable, maxVersion] = definition.versions
  const requests = new Codec<Decoded<Q>, Encodable<Q>>(definition, 'request', definition.request)
  const responses = new Codec<Decoded<R>, Encodable<R>>(definition, 'response', definition.response)
  return {
    key: definition.key,
    name: definition.name,
    minVersion: definition.advertisedSince ?? minDecodable,
    minDecodable,
    maxVersion,
    flexibleSince: definition.flexibleSince,
    requestFields: definition.request,
    responseFields: definition.response,
    decodeRequest: (version, body) => requests.decode(version, body),
    encodeRequest: (version, body) => Buffer.concat(encodeWith((writer) => requests.write(writer, version, body))),
    encodeResponse: (version, body) => encodeWith((writer) => responses.write(writer, version, body)),
    decodeResponse: (version, body) => responses.decode(version, body),
    writeRequest: (writer, version, body) => requests.write(writer, version, body),
    writeResponse: (writer, version, body) => responses.write(writer, version, body),
  }
}

function encodeWith(write: (writer: Writer) => void): Buffer[] {
  return withWriter((writer) => {
    write(writer)
    return writer.take()
  })
}

/** Lends out the writer, and leaves it clean if the message cannot be written. */
export function withWriter(write: (writer: Writer) => Buffer[]): Buffer[] {
  try {
    return write(sharedWriter)
  } catch (error) {
    sharedWriter.reset()
    throw error
  }
}

class Codec<Out, In> {
  readonly #definition: ApiDefinition<Shape, Shape>
  readonly #direction: 'request' | 'response'
  readonly #shape: Shape
  readonly #readers: ((reader: Reader) => unknown)[] = []
  readonly #writers: ((writer: Writer, message: unknown) => void)[] = []

  constructor(definition: ApiDefinition<Shape, Shape>, direction: 'request' | 'response', shape: Shape) {
    this.#definition = definition
    this.#direction = direction
    this.#shape = shape
  }

  /** Bytes left over after the last field are ignored. */
  decode(version: number, body: Buffer): Out {
    if (!this.#understands(version)) throw new ProtocolError(`${this.#title(version)} is not a version that Headwater knows.`)
    const read = (this.#readers[version] ??= compileReader(this.#shape, version, version >= this.#definition.flexibleSince))
    try {
      return read(new Reader(body)) as Out
    } catch (error) {
      if (error instanceof ProtocolError) throw new ProtocolError(`${this.#title(version)}: ${error.message}`)
      throw error
    }
  }

  write(writer: Writer, version: number, message: In): void {
    assert(this.#understands(version), `${this.#title(version)} is not a version that Headwater knows.`)
    const write = (this.#writers[version] ??= compileWriter(this.#shape, version, version >= this.#definition.flexibleSince))
    try {
      write(writer, message)
    } catch (error) {
      if (error instanceof AssertionError) throw new AssertionError(`${this.#title(version)}: ${error.message}`)
      throw error
    }
  }

  #understands(version: number): boolean {
    const [min, max] = this.#definition.versions
    return version >= min && version <= max && Number.isInteger(version)
  }

  #title(version: number): string {
    return `${this.#definition.name} v${version} ${this.#direction}`
  }
}
