// What codecs are tried on: empty, tiny, repetitive, incompressible, and sizes around the edges of blocks and lengths.
import { seededRandom } from '../../../../core/base/random.ts'

const random = seededRandom(5)
const words = ['orders', 'payment', '"id": ', 'Größe', '0000', '\n', 'retry ']

function prose(size: number): Buffer {
  let text = ''
  while (text.length < size) text += words[random.below(words.length)]
  return Buffer.from(text).subarray(0, size)
}

export const samples: readonly (readonly [string, Buffer])[] = [
  ['nothing', Buffer.alloc(0)],
  ['one byte', Buffer.from('a')],
  ['twelve equal bytes', Buffer.alloc(12, 'a')],
  ['thirteen equal bytes', Buffer.alloc(13, 'a')],
  ['300 equal bytes', Buffer.alloc(300, 'a')],
  ['a pattern of three', Buffer.alloc(1000, 'abc')],
  ['noise', random.bytes(10_000)],
  ['prose', prose(10_000)],
  ['prose of one block', prose(64 * 1024)],
  ['prose of one block and a byte', prose(64 * 1024 + 1)],
  ['prose of many blocks', prose(400_000)],
  ['noise of many blocks', random.bytes(200_000)],
  ['noise that repeats from far away', Buffer.concat([random.bytes(100), Buffer.alloc(60_000), random.bytes(20), prose(500)])],
]
