import { describe, expect, expectTypeOf, test } from 'vitest'
import type { RequestInputOf, RequestOf, ResponseOf } from '../../../core/protocol/define-api.ts'
import { defineApi } from '../../../core/protocol/define-api.ts'
import { ProtocolError } from '../../../core/protocol/protocol-error.ts'
import { ZERO_UUID, array, int16, int32, int64, records, string, struct, uint16, uint32, uuid } from '../../../core/protocol/schema.ts'

const Sample = defineApi({
  key: 99,
  name: 'Sample',
  versions: [1, 3],
  flexibleSince: 2,
  request: {
    name: string,
    note: string.nullable(2).or('none'),
    old: int32.or(7).until(1),
    topicId: uuid.since(3),
    items: array({ id: int64, data: records.nullable() }),
    leader: struct({ id: int32.or(-1), epoch: int32.or(-1) }).tagged(1, 2),
    extra: array(string).tagged(0, 3),
  },
  response: { code: int16, small: uint16.or(0), large: uint32.or(0) },
})

const minimal = { name: 'a', items: [] }

describe('defineApi', () => {
  test('gives every version of a message the same shape', () => {
    const shapes = [1, 2, 3].map((version) => Object.keys(Sample.decodeRequest(version, Sample.encodeRequest(version, minimal))))
    expect(new Set(shapes.map(String)).size).toBe(1)
  })

  test('fills what a version lacks, and what was left out, with defaults', () => {
    expect(Sample.decodeRequest(1, Sample.encodeRequest(1, minimal))).toEqual({
      name: 'a',
      note: 'none',
      old: 7,
      topicId: ZERO_UUID,
      items: [],
      leader: { id: -1, epoch: -1 },
      extra: [],
    })
  })

  test('leaves out what a version lacks', () => {
    const full = { ...minimal, old: 8, topicId: 'AAECAwQFBgcICQoLDA0ODw', leader: { id: 5 }, extra: ['x'] }
    expect(Sample.decodeRequest(1, Sample.encodeRequest(1, full))).toMatchObject({
      old: 8,
      topicId: ZERO_UUID,
      leader: { id: -1 },
      extra: [],
    })
    expect(Sample.decodeRequest(3, Sample.encodeRequest(3, full))).toMatchObject({
      old: 7,
      topicId: full.topicId,
      leader: { id: 5, epoch: -1 },
      extra: ['x'],
    })
  })

  test('writes tagged fields in the order of their tags, and none that has its default', () => {
    expect(Sample.encodeRequest(2, { ...minimal, note: null, leader: { id: -1 } }).toString('hex')).toBe('0261' + '00' + '01' + '00')
    const both = Sample.encodeRequest(3, { ...minimal, note: null, leader: { epoch: 2 }, extra: ['x'] })
    expect(both.toString('hex')).toBe(
      '0261' + '00' + '00'.repeat(16) + '01' + '02' + '0003020278' + '0109' + 'ffffffff' + '00000002' + '00',
    )
  })

  test('skips tagged fields that it does not know', () => {
    expect(
      Sample.decodeRequest(2, Buffer.from('0261' + '00' + '01' + '02' + '0009' + '112233445566778899' + '7f02' + 'abcd', 'hex')),
    ).toMatchObject({ name: 'a', leader: { id: -1, epoch: -1 } })
  })

  test('ignores bytes after the last field', () => {
    expect(Sample.decodeResponse(1, Buffer.from('0005' + '0001' + '00000002' + 'ffff', 'hex'))).toEqual({ code: 5, small: 1, large: 2 })
  })

  test('decodes each message into objects of its own', () => {
    const bytes = Sample.encodeRequest(1, minimal)
    const [a, b] = [Sample.decodeRequest(1, bytes), Sample.decodeRequest(1, bytes)]
    expect(a.leader).not.toBe(b.leader)
    expect(a.extra).not.toBe(b.extra)
  })

  test.each<[string, () => unknown, string]>([
    ['a version that does not exist', () => Sample.encodeRequest(4, minimal), 'Sample v4 request is not a version that Headwater knows.'],
    ['a missing field', () => Sample.encodeRequest(1, { items: [] } as never), 'Sample v1 request: "name" is missing.'],
    [
      'a missing field of an element',
      () => Sample.encodeRequest(1, { name: 'a', items: [{ data: null }] } as never),
      'Sample v1 request: "items[].id" is missing.',
    ],
    [
      'null where the version forbids it',
      () => Sample.encodeRequest(1, { ...minimal, note: null }),
      'Sample v1 request: "note" is null, which version 1 does not allow.',
    ],
    ['a number out of range', () => Sample.encodeResponse(1, { code: 40_000 }), 'Sample v1 response: int16 wanted, got 40000'],
  ])('refuses to encode %s, as a bug of ours', (_what, encode, message) => {
    expect(encode).toThrow(expect.objectContaining({ name: 'AssertionError', message }))
  })

  test('writes a whole message after one that failed half-way', () => {
    expect(() =>
      Sample.encodeRequest(1, {
        name: 'half',
        items: [
          { id: 1, data: Buffer.from('x') },
          { id: 0.5, data: null },
        ],
      }),
    ).toThrow('int64 wanted, got 0.5')
    expect(Buffer.concat(Sample.encodeResponse(1, { code: 5 })).toString('hex')).toBe('0005' + '0000' + '00000000')
  })

  test.each([
    [4, '', 'Sample v4 request is not a version that Headwater knows.'],
    [1.5, '', 'Sample v1.5 request is not a version that Headwater knows.'],
    [1, '0001', 'Sample v1 request: 1 bytes are needed at byte 2, 0 are left.'],
    [2, '0261' + '00' + '01' + '01' + '0104' + '00000001' + '00', 'Sample v2 request: 4 bytes are needed at byte 11, 1 are left.'],
    [
      2,
      '0261' + '00' + '01' + '01' + '010a' + '00000001'.repeat(2) + '0000',
      'Sample v2 request: Tagged field 1 ends at byte 16 instead of 17.',
    ],
  ])('refuses to decode version %d of "%s"', (version, hex, message) => {
    expect(() => Sample.decodeRequest(version, Buffer.from(hex, 'hex'))).toThrow(new ProtocolError(message))
  })

  test('tells in types what may be left out', () => {
    expectTypeOf<RequestOf<typeof Sample>['old']>().toEqualTypeOf<number>()
    expectTypeOf<RequestOf<typeof Sample>['note']>().toEqualTypeOf<string | null>()
    expectTypeOf<RequestOf<typeof Sample>['items'][number]['data']>().toEqualTypeOf<Buffer | null>()
    expectTypeOf<RequestInputOf<typeof Sample>['old']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<RequestInputOf<typeof Sample>['items'][number]['data']>().toEqualTypeOf<Buffer | readonly Buffer[] | null>()
    expectTypeOf<{ code: number }>().toExtend<ResponseOf<typeof Sample>>()
    expectTypeOf<{ small: number }>().not.toExtend<ResponseOf<typeof Sample>>()
  })
})
