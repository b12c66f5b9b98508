// Texts as string literals in double quotes. What cannot be seen, or changes how a line is read (Cf: bidirectional marks), is escaped.

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

const SHORT: Record<string, string> = { '"': String.raw`\"`, '\\': '\\\\', '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` }

function literal(text: string, escaped: (codePoint: number) => string, more: Record<string, string> = {}): string {
  let written = '"'
  for (const character of text) {
    const short = more[character] ?? SHORT[character]
    written += short ?? (UNSEEN.test(character) ? escaped(character.codePointAt(0)!) : character)
  }
  return `${written}"`
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

export const jsString = (text: string): string =>
  literal(text, (code) => (code > 0xffff ? `\\u{${hex(code, 0)}}` : `\\u${hex(code, 4)}`))

const longEscapes = (code: number): string => (code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`)

export const pythonString = (text: string): string => literal(text, longEscapes)

export const goString = (text: string): string => literal(text, longEscapes)

/** Octal below 0x80: `\u000a` would be a line feed in the source, before the literal is read. */
const javaEscape = (code: number): string =>
  code < 0x80
    ? `\\${code.toString(8).padStart(3, '0')}`
    : String.fromCodePoint(code).split('').map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`).join('')

/** A constant of a class file holds up to 65,535 bytes. */
const MAX_JAVA_CONSTANT_CHARS = 16_000

export function javaString(text: string): string {
  if (text.length <= MAX_JAVA_CONSTANT_CHARS) return literal(text, javaEscape)
  // Pieces that are added with + would be one constant again.
  return `String.join("", ${pieces(text).map((piece) => literal(piece, javaEscape)).join(', ')})`
}

/** Never ends between the halves of a surrogate pair. */
function pieces(text: string): string[] {
  const found: string[] = []
  for (let start = 0; start < text.length; ) {
    const end = start + MAX_JAVA_CONSTANT_CHARS
    const last = text.charCodeAt(end - 1)
    const isSplit = last >= 0xd800 && last <= 0xdbff
    found.push(text.slice(start, isSplit ? end - 1 : end))
    start = isSplit ? end - 1 : end
  }
  return found
}
