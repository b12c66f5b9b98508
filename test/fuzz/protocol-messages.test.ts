// Hostile messages: cut off, changed and lying frames of every API never do worse than throw ProtocolError.
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../core/base/clock.ts'
import { seededRandom } from '../../core/base/random.ts'
import type { AnyApi } from '../../core/protocol/define-api.ts'
import { decodeRequestHeader, decodeResponseFrame } from '../../core/protocol/frame.ts'
import { Metadata } from '../../core/protocol/messages/metadata.ts'
import { ProtocolError } from '../../core/protocol/protocol-error.ts'
import { apis, decode, directions, versionsOf } from '../core/protocol/apis.ts'
import { goldenFrames } from '../core/protocol/golden-frames.ts'
import { brokenPromise, mutate } from './only-protocol-errors.ts'

/** Set HEADWATER_SEED to replay a failure. */
const seed = Number(process.env['HEADWATER_SEED'] ?? systemClock.now() % 1_000_000)
const MUTATIONS_PER_FRAME = 300

function decoderOf(api: AnyApi, direction: 'request' | 'response', version: number): (frame: Buffer) => unknown {
  if (direction === 'response') return (frame) => decodeResponseFrame(api, version, frame)
  return (frame) => {
    const { bodyOffset } = decodeRequestHeader(frame, () => version >= api.flexibleSince)
    return api.decodeRequest(version, frame.subarray(bodyOffset))
  }
}

describe(`hostile frames (HEADWATER_SEED=${seed})`, () => {
  const golden = goldenFrames().map((frame) => {
    const api = apis.find(({ name }) => name === frame.api)!
    return { ...frame, bytes: Buffer.from(frame.hex, 'hex').subarray(4), decoder: decoderOf(api, frame.direction, frame.version) }
  })

  test.each(golden)('$api v$version $direction is refused wherever it is cut off', ({ bytes, decoder }) => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decoder(bytes.subarray(0, length)), `cut to ${length} of ${bytes.length} bytes`).toThrow(ProtocolError)
    }
  })

  test.each(golden)('$api v$version $direction may be changed in any way', ({ bytes, decoder, version }) => {
    const random = seededRandom(seed + version)
    for (let i = 0; i < MUTATIONS_PER_FRAME; i++) expect(brokenPromise(mutate(random, bytes), decoder)).toBeNull()
  })

  test('noise may stand for any version of any API', () => {
    const random = seededRandom(seed)
    for (const api of apis) {
      for (const direction of directions) {
        for (const version of versionsOf(api)) {
          for (let i = 0; i < 40; i++)
            expect(brokenPromise(random.bytes(random.below(80)), (bytes) => decode(api, direction, version, bytes))).toBeNull()
        }
      }
    }
  })

  test('a decoder that breaks the promise is noticed', () => {
    const careless = (bytes: Buffer): number => bytes.readInt32BE(0) + bytes.readInt32BE(4)
    expect(brokenPromise(Buffer.from('0102', 'hex'), careless)).toMatch(/^RangeError .* for 0102$/)
  })
})

describe('lying counts', () => {
  test.each([
    ['2^31-1 topics', 4, '7fffffff01'],
    ['2^32-2 topics in the compact form', 12, 'ffffffff0f'],
    ['as many topics as there are bytes, though each takes two', 4, '00000004000000'],
  ])('%s are refused before anything is allocated for them', (_what, version, hex) => {
    const body = Buffer.from(hex, 'hex')
    expect(() => Metadata.decodeRequest(version, body)).toThrow(/claims \d+ elements/)
    const before = process.memoryUsage().heapUsed
    for (let i = 0; i < 100; i++) expect(() => Metadata.decodeRequest(version, body)).toThrow(ProtocolError)
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(16 * 1024 * 1024)
  })
})
