// Every API that core/protocol describes, found by looking into its folder so that none is forgotten by a test.
import { readdirSync } from 'node:fs'
import type { AnyApi } from '../../../core/protocol/define-api.ts'

const folder = new URL('../../../core/protocol/messages/', import.meta.url)

export const apis: readonly AnyApi[] = (
  await Promise.all(
    readdirSync(folder).map(async (file) => Object.values((await import(new URL(file, folder).href)) as Record<string, AnyApi>)),
  )
)
  .flat()
  .sort((a, b) => a.key - b.key)

export function versionsOf(api: AnyApi): number[] {
  return Array.from({ length: api.maxVersion - api.minDecodable + 1 }, (_, i) => api.minDecodable + i)
}

export const directions = ['request', 'response'] as const
export type Direction = (typeof directions)[number]

export function fieldsOf(api: AnyApi, direction: Direction): AnyApi['requestFields'] {
  return direction === 'request' ? api.requestFields : api.responseFields
}

export function encode(api: AnyApi, direction: Direction, version: number, message: unknown): Buffer {
  return direction === 'request' ? api.encodeRequest(version, message as never) : Buffer.concat(api.encodeResponse(version, message))
}

export function decode(api: AnyApi, direction: Direction, version: number, body: Buffer): unknown {
  return direction === 'request' ? api.decodeRequest(version, body) : api.decodeResponse(version, body)
}
