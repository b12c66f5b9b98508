// JSON as tokens: strict reading that keeps every number and string exactly as written, and lenient tinting of cut text.
// JSON.parse is never used for showing: it rounds 9007199254740993 and drops duplicate keys.

export type TokenKind = 'punctuation' | 'key' | 'string' | 'number' | 'literal' | 'other'

export interface Token {
  kind: TokenKind
  text: string
}

export interface JsonError {
  line: number
  column: number
  message: string
}

export type JsonReading = { ok: true; tokens: Token[] } | { ok: false; error: JsonError }

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const LITERAL = /true|false|null/y

/** What may come next; `…OrEnd` right after an opening bracket, where the closing one may follow. */
type Expect = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing'

const EXPECTED: Record<Expect, string> = {
  value: 'a value',
  valueOrEnd: 'a value or ]',
  key: 'a name in double quotes',
  keyOrEnd: 'a name in double quotes or }',
  colon: 'a colon',
  commaOrEnd: 'a comma or the closing bracket',
  nothing: 'nothing more',
}

/** Reads one JSON text strictly (RFC 8259) into its tokens, without white space. */
export function readJson(text: string): JsonReading {
  const tokens: Token[] = []
  const closings: string[] = []
  let expect: Expect = 'value'
  let at = skipSpace(text, 0)
  while (at < text.length) {
    const token = tokenAt(text, at, expect, closings.at(-1))
    if (!token) return { ok: false, error: errorAt(text, at, expect) }
    tokens.push(token)
    expect = expectAfter(token, closings)
    at = skipSpace(text, at + token.text.length)
  }
  return expect === 'nothing' ? { ok: true, tokens } : { ok: false, error: errorAt(text, at, expect) }
}

function tokenAt(text: string, at: number, expect: Expect, closing: string | undefined): Token | undefined {
  const first = text[at]!
  switch (expect) {
    case 'value':
      return valueAt(text, at)
    case 'valueOrEnd':
      return first === closing ? punctuation(first) : valueAt(text, at)
    case 'keyOrEnd':
      return first === closing ? punctuation(first) : matchAt(STRING, 'key', text, at)
    case 'key':
      return matchAt(STRING, 'key', text, at)
    case 'colon':
      return first === ':' ? punctuation(first) : undefined
    case 'commaOrEnd':
      return first === ',' || first === closing ? punctuation(first) : undefined
    case 'nothing':
      return undefined
  }
}

function valueAt(text: string, at: number): Token | undefined {
  const first = text[at]!
  if (first === '{' || first === '[') return punctuation(first)
  if (first === '"') return matchAt(STRING, 'string', text, at)
  return matchAt(NUMBER, 'number', text, at) ?? matchAt(LITERAL, 'literal', text, at)
}

/** Keeps the stack of closing brackets in step with the token just read. */
function expectAfter(token: Token, closings: string[]): Expect {
  if (token.kind === 'key') return 'colon'
  if (token.kind === 'punctuation') {
    if (token.text === ':') return 'value'
    if (token.text === ',') return closings.at(-1) === '}' ? 'key' : 'value'
    if (token.text === '{' || token.text === '[') {
      closings.push(token.text === '{' ? '}' : ']')
      return token.text === '{' ? 'keyOrEnd' : 'valueOrEnd'
    }
    closings.pop()
  }
  return closings.length === 0 ? 'nothing' : 'commaOrEnd'
}

const punctuation = (text: string): Token => ({ kind: 'punctuation', text })

function matchAt(pattern: RegExp, kind: TokenKind, text: string, at: number): Token | undefined {
  pattern.lastIndex = at
  const found = pattern.exec(text)
  return found ? { kind, text: found[0] } : undefined
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at
  return at + SPACE.exec(text)![0].length
}

function errorAt(text: string, at: number, expect: Expect): JsonError {
  const before = text.slice(0, at)
  const found = at >= text.length ? 'the text ends' : `found ${JSON.stringify(text[at])}`
  return {
    line: before.split('\n').length,
    column: at - before.lastIndexOf('\n'),
    message: `expected ${EXPECTED[expect]}, ${found}`,
  }
}

const TINT = /("(?:[^"\\]|\\.)*"?)(?=(\s*:)?)|(-?\d[\d.eE+-]*)|\b(true|false|null)\b|[[\]{}:,]|\s+|[^\s"[\]{}:,]+/g

/** Tokens of a text that may be cut anywhere: nothing is refused and no character is lost. */
export function tintJson(text: string): Token[] {
  const tokens: Token[] = []
  for (const [whole, string, colon, number, literal] of text.matchAll(TINT)) {
    const kind = string
      ? colon
        ? 'key'
        : 'string'
      : number
        ? 'number'
        : literal
          ? 'literal'
          : /^[[\]{}:,]$/.test(whole)
            ? 'punctuation'
            : 'other'
    tokens.push({ kind, text: whole })
  }
  return tokens
}
