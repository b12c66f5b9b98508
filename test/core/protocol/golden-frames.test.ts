// The bytes of every API, kept as hex: the lowest, the first flexible and the highest version, both ways.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { decodeRequestHeader, decodeResponseFrame, encodeRequestFrame, encodeResponseFrame } from '../../../core/protocol/frame.ts'
import { apis } from './apis.ts'
import { CLIENT_ID, CORRELATION_ID, goldenFrames, goldenText, makeGoldenFrames } from './golden-frames.ts'
import { oracleIsHere } from './oracle.ts'

const apiOf = (name: string) => apis.find((api) => api.name === name)!
const frames = goldenFrames()

describe('golden frames', () => {
  test('stand for every API', () => {
    expect(new Set(frames.map((frame) => frame.api))).toEqual(new Set(apis.map((api) => api.name)))
  })

  for (const { api: name, direction, version, hex, message } of frames.filter((frame) => frame.direction === 'request')) {
    test(`${name} v${version} ${direction} is decoded and encoded byte for byte`, () => {
      const api = apiOf(name)
      const frame = Buffer.from(hex, 'hex').subarray(4)
      const header = decodeRequestHeader(frame, (_key, asked) => asked >= api.flexibleSince)
      expect(header).toMatchObject({ apiKey: api.key, apiVersion: version, correlationId: CORRELATION_ID, clientId: CLIENT_ID })
      expect(api.decodeRequest(version, frame.subarray(header.bodyOffset))).toEqual(message)
      expect(Buffer.concat(encodeRequestFrame(api, version, CORRELATION_ID, CLIENT_ID, message as never)).toString('hex')).toBe(hex)
    })
  }

  for (const { api: name, direction, version, hex, message } of frames.filter((frame) => frame.direction === 'response')) {
    test(`${name} v${version} ${direction} is decoded and encoded byte for byte`, () => {
      const api = apiOf(name)
      const decoded = decodeResponseFrame(api, version, Buffer.from(hex, 'hex').subarray(4))
      expect(decoded).toEqual({ correlationId: CORRELATION_ID, body: message })
      expect(Buffer.concat(encodeResponseFrame(api, version, CORRELATION_ID, message)).toString('hex')).toBe(hex)
    })
  }

  test.skipIf(!oracleIsHere)('are what the oracle encoder makes today', () => {
    expect(readFileSync(new URL('golden-frames.json', import.meta.url), 'utf8')).toBe(goldenText(makeGoldenFrames()))
  })
})
