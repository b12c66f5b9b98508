// Frames whose bytes were made by the oracle encoder and are kept, so that the wire format can never change unnoticed.
// `node test/core/protocol/golden-frames.ts` writes golden-frames.json anew, where Kafka's definitions lie beside the project.
import { readFileSync, writeFileSync } from 'node:fs'
import { seededRandom } from '../../../core/base/random.ts'
import type { AnyApi } from '../../../core/protocol/define-api.ts'
import type { Direction } from './apis.ts'
import { apis, directions, fieldsOf } from './apis.ts'
import { oracleRequestFrame, oracleResponseFrame } from './oracle-encoder.ts'
import { LEGIBLE, randomMessage } from './random-message.ts'

export const CORRELATION_ID = 0x0102_0304
export const CLIENT_ID = 'golden'

export interface GoldenFrame {
  readonly api: string
  readonly direction: Direction
  readonly version: number
  readonly hex: string
  readonly message: Record<string, unknown>
}

const file = new URL('golden-frames.json', import.meta.url)

/** Bytes are kept as `{ "hex": "…" }`. */
export function goldenFrames(): GoldenFrame[] {
  return JSON.parse(readFileSync(file, 'utf8'), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && Object.keys(value).join() === 'hex'
      ? Buffer.from((value as { hex: string }).hex, 'hex')
      : value,
  ) as GoldenFrame[]
}

/** The lowest, the first flexible and the highest version of each API, both ways. */
export function makeGoldenFrames(): GoldenFrame[] {
  const random = seededRandom(20_261_121)
  return apis.flatMap((api) =>
    directions.flatMap((direction) =>
      goldenVersions(api).map((version) => {
        const message = randomMessage(random, fieldsOf(api, direction), version, LEGIBLE)
        const hex = oracleFrame(api.name, direction, version, message).toString('hex')
        return { api: api.name, direction, version, hex, message }
      }),
    ),
  )
}

function goldenVersions(api: AnyApi): number[] {
  return [...new Set([api.minDecodable, Math.min(Math.max(api.minDecodable, api.flexibleSince), api.maxVersion), api.maxVersion])]
}

function oracleFrame(apiName: string, direction: Direction, version: number, message: Record<string, unknown>): Buffer {
  return direction === 'request'
    ? oracleRequestFrame(apiName, version, CORRELATION_ID, CLIENT_ID, message)
    : oracleResponseFrame(apiName, version, CORRELATION_ID, message)
}

/** One frame per line. */
export function goldenText(frames: readonly GoldenFrame[]): string {
  const lines = frames.map((frame) => JSON.stringify(frame, (_key, value: unknown) => toHex(value)))
  return `[\n${lines.join(',\n')}\n]\n`
}

/** A Buffer reaches `JSON.stringify`'s replacer as what its `toJSON` made of it. */
function toHex(value: unknown): unknown {
  const isBuffer = typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
  return isBuffer ? { hex: Buffer.from(value.data as number[]).toString('hex') } : value
}

if (import.meta.main) writeFileSync(file, goldenText(makeGoldenFrames()))
