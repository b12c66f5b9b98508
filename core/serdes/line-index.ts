// The lines of a large text without the text: where each begins in the bytes, so that any screenful can be written out at once.

/** A line never has more characters than this on the screen; what is longer goes on in the next one. */
export const MAX_LINE_CHARS = 200

export interface ShownLine {
  readonly atByte: number
  readonly text: string
  /** It goes on in the next one: no line feed stands here. */
  readonly continues: boolean
}

export interface LineIndex {
  readonly count: number
  /** `line` counts from 0. */
  lineAt(line: number): ShownLine
  /** The line that a byte is shown in. */
  lineOf(atByte: number): number
  /** Where in its line a byte is shown, in UTF-16 units from 0. */
  columnOf(line: number, atByte: number): number
}

/** Builds an index piece by piece, so that its caller decides for how long. */
export interface LineIndexer {
  /** Looks at up to `maxBytes` more; true when all has been seen. */
  advance(maxBytes: number): boolean
  /** Only after `advance` has said true. */
  finish(): LineIndex
}

/** Unsigned 32-bit numbers, appended one by one. */
export class NumberList {
  #values = new Uint32Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Uint32Array(this.#values.length * 2)
      grown.set(this.#values)
      this.#values = grown
    }
    this.#values[this.#length++] = value
  }

  at(index: number): number {
    return this.#values[index]!
  }

  /** The last index whose value is not above `limit`, of ascending values of which the first is not. */
  lastNotAbove(limit: number): number {
    let [low, high] = [0, this.#length - 1]
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.#values[middle]! <= limit) low = middle
      else high = middle - 1
    }
    return low
  }
}

/** False inside a UTF-8 sequence. */
export function beginsCharacter(byte: number): boolean {
  return (byte & 0xc0) !== 0x80
}
