// Lines of a text as it is stored: broken at line feeds, and where a line would be too long.
import { beginsCharacter, type LineIndex, type LineIndexer, MAX_LINE_CHARS, NumberList, type ShownLine } from './line-index.ts'

const LINE_FEED = 0x0a

export function storedLines(bytes: Buffer): LineIndexer {
  const starts = new NumberList()
  starts.push(0)
  let at = 0
  let chars = 0
  return {
    advance(maxBytes) {
      const end = Math.min(bytes.length, at + maxBytes)
      for (; at < end; at++) {
        const byte = bytes[at]!
        if (byte === LINE_FEED) {
          starts.push(at + 1)
          chars = 0
        } else if (beginsCharacter(byte)) {
          if (chars === MAX_LINE_CHARS) {
            starts.push(at)
            chars = 0
          }
          chars++
        }
      }
      return at === bytes.length
    },
    finish: () => new StoredLines(bytes, starts),
  }
}

class StoredLines implements LineIndex {
  readonly #bytes: Buffer
  readonly #starts: NumberList

  constructor(bytes: Buffer, starts: NumberList) {
    this.#bytes = bytes
    this.#starts = starts
  }

  get count(): number {
    return this.#starts.length
  }

  lineAt(line: number): ShownLine {
    const atByte = this.#starts.at(line)
    const isLast = line === this.count - 1
    const end = isLast ? this.#bytes.length : this.#starts.at(line + 1)
    const endsWithFeed = end > atByte && this.#bytes[end - 1] === LINE_FEED
    return { atByte, text: this.#bytes.toString('utf8', atByte, endsWithFeed ? end - 1 : end), continues: !isLast && !endsWithFeed }
  }

  lineOf(atByte: number): number {
    return this.#starts.lastNotAbove(atByte)
  }

  columnOf(line: number, atByte: number): number {
    return this.#bytes.toString('utf8', this.#starts.at(line), atByte).length
  }
}
