// What stands around a message on the wire: the size prefix and the request and response headers.
import type { Api } from './define-api.ts'
import { withWriter } from './define-api.ts'
import { Reader } from './reader.ts'

const API_VERSIONS_KEY = 18

export interface RequestHeader {
  readonly apiKey: number
  readonly apiVersion: number
  readonly correlationId: number
  /** '' for null, as Kafka reads it. */
  readonly clientId: string
  readonly bodyOffset: number
}

/**
 * `frame` comes without its size prefix. The client id keeps its fixed-width length in flexible headers too (KIP-511), so that
 * ApiVersions can be asked before the two sides know each other.
 */
export function decodeRequestHeader(frame: Buffer, flexible: (apiKey: number, version: number) => boolean): RequestHeader {
  const reader = new Reader(frame)
  const apiKey = reader.int16()
  const apiVersion = reader.int16()
  const correlationId = reader.int32()
  const clientId = reader.nullableString() ?? ''
  if (flexible(apiKey, apiVersion)) reader.skipTags()
  return { apiKey, apiVersion, correlationId, clientId, bodyOffset: reader.position }
}

export function encodeRequestFrame<ReqIn>(
  api: Api<unknown, never, ReqIn, unknown>,
  version: number,
  correlationId: number,
  clientId: string | null,
  body: ReqIn,
): Buffer[] {
  return withWriter((writer) => {
    writer.int32(0)
    writer.int16(api.key)
    writer.int16(version)
    writer.int32(correlationId)
    writer.nullableString(clientId)
    if (version >= api.flexibleSince) writer.unsignedVarint(0)
    api.writeRequest(writer, version, body)
    return writer.takeFrame()
  })
}

export function encodeResponseFrame<Res>(
  api: Api<unknown, Res, never, unknown>,
  version: number,
  correlationId: number,
  body: Res,
): Buffer[] {
  return withWriter((writer) => {
    writer.int32(0)
    writer.int32(correlationId)
    if (hasResponseTags(api, version)) writer.unsignedVarint(0)
    api.writeResponse(writer, version, body)
    return writer.takeFrame()
  })
}

/** `frame` comes without its size prefix. */
export function decodeResponseFrame<ResOut>(
  api: Api<unknown, never, never, ResOut>,
  version: number,
  frame: Buffer,
): { correlationId: number; body: ResOut } {
  const reader = new Reader(frame)
  const correlationId = reader.int32()
  if (hasResponseTags(api, version)) reader.skipTags()
  return { correlationId, body: api.decodeResponse(version, frame.subarray(reader.position)) }
}

/** An ApiVersions response never has header tags: the client cannot know yet whether to expect them (KIP-511). */
function hasResponseTags(api: { key: number; flexibleSince: number }, version: number): boolean {
  return version >= api.flexibleSince && api.key !== API_VERSIONS_KEY
}
