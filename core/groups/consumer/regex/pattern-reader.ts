// Walks through the text of a topic pattern.
import { PatternError } from './pattern-error.ts'

export class PatternReader {
  readonly text: string
  position = 0

  constructor(text: string) {
    this.text = text
  }

  get isAtEnd(): boolean {
    return this.position >= this.text.length
  }

  /** The character `ahead` of the next one; '' behind the end. */
  peek(ahead = 0): string {
    return this.text[this.position + ahead] ?? ''
  }

  peekIs(text: string): boolean {
    return this.text.startsWith(text, this.position)
  }

  next(): string {
    const character = this.peek()
    this.position += 1
    return character
  }

  /** Steps over `text` if it comes next. */
  take(text: string): boolean {
    if (!this.peekIs(text)) return false
    this.position += text.length
    return true
  }

  /** Steps over `pattern`, which must be sticky, if it comes next, and returns its match. */
  takeMatch(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position
    const match = pattern.exec(this.text)
    if (match) this.position += match[0].length
    return match
  }

  /** The text up to `end`, which is stepped over too. */
  until(end: string): string {
    const at = this.text.indexOf(end, this.position)
    if (at < 0) throw new PatternError(`missing closing ${end}`)
    const text = this.text.slice(this.position, at)
    this.position = at + end.length
    return text
  }

  takeRest(): string {
    const text = this.text.slice(this.position)
    this.position = this.text.length
    return text
  }
}
