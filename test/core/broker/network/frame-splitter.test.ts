import { describe, expect, test } from 'vitest'
import { FrameSizeError, FrameSplitter } from '../../../../core/broker/network/frame-splitter.ts'

const LIMIT = 100 * 1024 * 1024

function framed(...bodies: string[]): Buffer {
  return Buffer.concat(
    bodies.map((body) => {
      const frame = Buffer.alloc(4 + body.length)
      frame.writeInt32BE(body.length)
      frame.write(body, 4)
      return frame
    }),
  )
}

function split(splitter: FrameSplitter, ...chunks: Buffer[]): string[] {
  return chunks.flatMap((chunk) => [...splitter.split(chunk)].map((frame) => frame.toString()))
}

function sizeField(size: number): Buffer {
  const field = Buffer.alloc(4)
  field.writeInt32BE(size)
  return field
}

describe('frame splitter', () => {
  const bodies = ['a', '', 'bcdef', 'g'.repeat(300), '', 'hi']
  const stream = framed(...bodies)

  test('finds the same frames at every split point of the stream', () => {
    for (let at = 0; at <= stream.length; at++) {
      expect(split(new FrameSplitter(LIMIT), stream.subarray(0, at), stream.subarray(at))).toEqual(bodies)
    }
  })

  test('finds the same frames when the stream arrives in pieces of any size', () => {
    for (let pieceBytes = 1; pieceBytes <= 20; pieceBytes++) {
      const pieces: Buffer[] = []
      for (let at = 0; at < stream.length; at += pieceBytes) pieces.push(stream.subarray(at, at + pieceBytes))
      expect(split(new FrameSplitter(LIMIT), ...pieces)).toEqual(bodies)
    }
  })

  test('a frame that arrives whole is a view of its chunk, not a copy', () => {
    const chunk = framed('first', 'second')
    const frames = [...new FrameSplitter(LIMIT).split(chunk)]
    expect(frames.map((frame) => frame.buffer === chunk.buffer)).toEqual([true, true])
  })

  test('a large frame in small pieces comes out byte for byte', () => {
    const body = Buffer.alloc(9 * 1024 * 1024)
    for (let i = 0; i < body.length; i++) body[i] = (i * 31) & 0xff
    const splitter = new FrameSplitter(LIMIT)
    const stream = Buffer.concat([sizeField(body.length), body, framed('after')])
    const frames: Buffer[] = []
    for (let at = 0; at < stream.length; at += 65_537) frames.push(...splitter.split(stream.subarray(at, at + 65_537)))
    expect(frames.length).toBe(2)
    expect(frames[0]!.equals(body)).toBe(true)
    expect(frames[1]!.toString()).toBe('after')
  })

  test('a claimed size of 100 MB allocates no more than what a few bytes deserve', () => {
    const before = process.memoryUsage().arrayBuffers
    const splitters = Array.from({ length: 50 }, () => {
      const splitter = new FrameSplitter(LIMIT)
      expect([...splitter.split(Buffer.concat([sizeField(LIMIT), Buffer.from('tiny')]))]).toEqual([])
      return splitter
    })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60 * 1024 * 1024)
    expect(splitters.length).toBe(50)
  })

  test.each([
    [-1, 'a frame of -1 bytes'],
    [-2147483648, 'a frame of -2147483648 bytes'],
    [LIMIT + 1, `a frame of ${LIMIT + 1} bytes, more than socket.request.max.bytes=${LIMIT}`],
    [2147483647, `a frame of 2147483647 bytes, more than socket.request.max.bytes=${LIMIT}`],
  ])('a size of %i is refused', (size, message) => {
    const refused = (...chunks: Buffer[]) => () => split(new FrameSplitter(LIMIT), ...chunks)
    expect(refused(sizeField(size))).toThrow(new FrameSizeError(message))
    expect(refused(sizeField(size).subarray(0, 2), sizeField(size).subarray(2))).toThrow(new FrameSizeError(message))
  })

  test('frames before a refused size are still found', () => {
    const frames: string[] = []
    expect(() => {
      for (const frame of new FrameSplitter(LIMIT).split(Buffer.concat([framed('good'), sizeField(-1)]))) frames.push(frame.toString())
    }).toThrow(FrameSizeError)
    expect(frames).toEqual(['good'])
  })
})
