import { describe, expect, test } from 'vitest'
import { decodeRequestHeader, decodeResponseFrame, encodeRequestFrame, encodeResponseFrame } from '../../../core/protocol/frame.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { Heartbeat } from '../../../core/protocol/messages/heartbeat.ts'

const never = (): boolean => false
const always = (): boolean => true

describe('decodeRequestHeader', () => {
  test.each([
    [
      'a fixed-width header',
      '000c0003000000070002686900',
      never,
      { apiKey: 12, apiVersion: 3, correlationId: 7, clientId: 'hi', bodyOffset: 12 },
    ],
    [
      'a null client id as an empty one',
      '000c000300000007ffff00',
      never,
      { apiKey: 12, apiVersion: 3, correlationId: 7, clientId: '', bodyOffset: 10 },
    ],
    [
      'a flexible header, whose client id stays fixed-width',
      '000c00040000000700026869' + '00' + 'ff',
      always,
      { apiKey: 12, apiVersion: 4, correlationId: 7, clientId: 'hi', bodyOffset: 13 },
    ],
    [
      'a flexible header with tags that nobody knows',
      '000c000400000007ffff' + '02' + '0501aa' + '0600' + 'ff',
      always,
      { apiKey: 12, apiVersion: 4, correlationId: 7, clientId: '', bodyOffset: 16 },
    ],
    [
      'a key and version that do not exist',
      '7fff7fffffffffff' + '0000',
      never,
      { apiKey: 32_767, apiVersion: 32_767, correlationId: -1, clientId: '', bodyOffset: 10 },
    ],
  ])('reads %s', (_what, hex, flexible, expected) => {
    expect(decodeRequestHeader(Buffer.from(hex, 'hex'), flexible)).toEqual(expected)
  })

  test('asks about the key and version that it read', () => {
    const asked: number[][] = []
    decodeRequestHeader(Buffer.from('00120003000000010000', 'hex'), (...question) => asked.push(question) < 0)
    expect(asked).toEqual([[18, 3]])
  })

  test.each(['', '0012', '00120003000000', '0012000300000001', '00120003000000010005', '0012000300000001fffe'])('refuses "%s"', (hex) => {
    expect(() => decodeRequestHeader(Buffer.from(hex, 'hex'), never)).toThrow(expect.objectContaining({ name: 'ProtocolError' }))
  })
})

describe('encodeResponseFrame', () => {
  test('puts size, correlation id and, where flexible, an empty tag section first', () => {
    expect(Buffer.concat(encodeResponseFrame(Heartbeat, 3, 7, { errorCode: 27 })).toString('hex')).toBe(
      '0000000a' + '00000007' + '00000000' + '001b',
    )
    expect(Buffer.concat(encodeResponseFrame(Heartbeat, 4, 7, { errorCode: 27 })).toString('hex')).toBe(
      '0000000c' + '00000007' + '00' + '00000000' + '001b' + '00',
    )
  })

  test('gives ApiVersions no header tags in any version, or clients could not read it (KIP-511)', () => {
    const frame = Buffer.concat(encodeResponseFrame(ApiVersions, 3, 7, { errorCode: 0, apiKeys: [] }))
    expect(frame.toString('hex')).toBe('0000000c' + '00000007' + '0000' + '01' + '00000000' + '00')
  })

  test('does not copy the records of a fetch', () => {
    const records = [Buffer.from('batch one'), Buffer.from('batch two')]
    const partition = { partitionIndex: 0, errorCode: 0, highWatermark: 1, abortedTransactions: null, records }
    const chunks = encodeResponseFrame(Fetch, 18, 1, { errorCode: 0, responses: [{ partitions: [partition] }] })
    expect(chunks).toHaveLength(4)
    expect([chunks[1], chunks[2]]).toEqual(records)
    expect(chunks[1]).toBe(records[0])
    expect(chunks[0]!.readInt32BE(0)).toBe(Buffer.concat(chunks).length - 4)
  })
})

test('a request frame and a response frame made here are understood here', () => {
  const request = Buffer.concat(encodeRequestFrame(Heartbeat, 4, 9, null, { groupId: 'g', generationId: 1, memberId: 'm' })).subarray(4)
  const header = decodeRequestHeader(request, always)
  expect(header).toMatchObject({ apiKey: 12, apiVersion: 4, correlationId: 9, clientId: '' })
  expect(Heartbeat.decodeRequest(4, request.subarray(header.bodyOffset))).toEqual({
    groupId: 'g',
    generationId: 1,
    memberId: 'm',
    groupInstanceId: null,
  })
  const response = Buffer.concat(encodeResponseFrame(Heartbeat, 4, 9, { errorCode: 25 })).subarray(4)
  expect(decodeResponseFrame(Heartbeat, 4, response)).toEqual({ correlationId: 9, body: { throttleTimeMs: 0, errorCode: 25 } })
})
