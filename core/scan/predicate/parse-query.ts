// What a person writes into the filter box, as a predicate: plain words are looked for as they stand, `value.amount > 100` and its like are conditions.
import { functionProblem } from '../sandbox/function-text.ts'
import { type Comparison, type Operand, type PathStep, type Predicate, RECORD_TYPES, type RecordType } from './predicate.ts'

/** The text is no question that could be asked; the message says what to write instead. */
export class QueryError extends Error {
  override readonly name = 'QueryError'
}

/** What comes first makes the rest a JavaScript function. */
export const JAVASCRIPT_PREFIX = 'js:'

const CONDITION = /^(-|not\s+)?(key|value|header|type|size|schema)((?:\.(?:"(?:[^"\\]|\\.)*"|[^\s.:=!<>~[\]"]+)|\[\d+\])*)\s*(!=|>=|<=|[:=<>])\s*/iu
const QUOTED = /^"((?:[^"\\]|\\.)*)"(?=\s|$)/u
const WORD = /^\S+/u
const NEGATED_QUOTE = /^-(?=")/u
const SIZE_UNITS: Record<string, number> = { '': 1, b: 1, kb: 1024, mb: 1024 * 1024, gb: 1024 ** 3 }

/** null = every record. Throws QueryError. */
export function parseQuery(text: string): Predicate | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  if (trimmed.startsWith(JAVASCRIPT_PREFIX)) return javascriptOf(trimmed.slice(JAVASCRIPT_PREFIX.length))
  const alternatives: Predicate[][] = [[]]
  let [rest, words, hasCondition] = [trimmed, '', false]
  const endWords = (): void => {
    const phrase = words.trim()
    if (phrase !== '') alternatives.at(-1)!.push({ kind: 'contains', part: 'anywhere', text: phrase })
    words = ''
  }
  while (rest !== '') {
    const taken = conditionAt(rest)
    if (taken === null) words += rest.slice(0, wordLength(rest))
    else {
      endWords()
      hasCondition ||= taken.isCondition
      if (taken.means === 'or') alternatives.push([])
      else if (taken.means !== 'and') alternatives.at(-1)!.push(taken.means)
    }
    rest = rest.slice(taken?.length ?? wordLength(rest))
  }
  endWords()
  if (hasCondition) return oneOf('any', alternatives.map((all) => oneOf('all', all)))
  // Without a condition it is a text as it stands, spaces, quotes and all; between quotes it may be one that looks like a condition.
  const quoted = QUOTED.exec(trimmed)
  return { kind: 'contains', part: 'anywhere', text: quoted?.[0] === trimmed ? unquoted(quoted[1]!) : trimmed }
}

function javascriptOf(text: string): Predicate {
  const problem = functionProblem(text)
  if (problem) throw new QueryError(problem.line === null ? problem.message : `Line ${problem.line}: ${problem.message}`)
  return { kind: 'javascript', text: text.trim() }
}

function oneOf(kind: 'all' | 'any', of: readonly Predicate[]): Predicate {
  if (of.length === 0) throw new QueryError('OR needs a condition on both of its sides.')
  return of.length === 1 ? of[0]! : { kind, of }
}

/** A word with the spaces behind it. */
function wordLength(rest: string): number {
  const word = QUOTED.exec(rest)?.[0] ?? WORD.exec(rest)?.[0] ?? ''
  return withSpaces(rest, word.length)
}

interface Taken {
  readonly means: Predicate | 'or' | 'and'
  /** On its own it makes the text a question of conditions. */
  readonly isCondition: boolean
  readonly length: number
}

function conditionAt(rest: string): Taken | null {
  const connective = /^(OR|AND)(?:\s+|$)/.exec(rest)
  if (connective) return { means: connective[1] === 'OR' ? 'or' : 'and', isCondition: false, length: connective[0].length }
  const isNegated = NEGATED_QUOTE.test(rest)
  const quoted = QUOTED.exec(isNegated ? rest.slice(1) : rest)
  if (quoted) return phraseAt(rest, quoted, isNegated)
  const head = CONDITION.exec(rest)
  if (!head) return null
  const [begin, not, subject, path, sign] = head as unknown as [string, string | undefined, string, string, string]
  const operand = operandAt(rest.slice(begin.length))
  if (operand.length === 0) throw new QueryError(`${begin.trim()} needs something behind it, as in ${example(subject)}.`)
  const predicate = conditionOf(subject.toLowerCase(), path, sign, operand)
  return { means: not ? { kind: 'not', of: predicate } : predicate, isCondition: true, length: withSpaces(rest, begin.length + operand.length) }
}

function phraseAt(rest: string, quoted: RegExpExecArray, isNegated: boolean): Taken {
  const phrase: Predicate = { kind: 'contains', part: 'anywhere', text: unquoted(quoted[1]!) }
  const length = withSpaces(rest, quoted[0].length + (isNegated ? 1 : 0))
  return { means: isNegated ? { kind: 'not', of: phrase } : phrase, isCondition: isNegated, length }
}

function withSpaces(rest: string, length: number): number {
  return rest.length - rest.slice(length).trimStart().length
}

function example(subject: string): string {
  return { key: 'key:42', value: 'value.id = 42', header: 'header.traceId:42', type: 'type:tombstone', size: 'size>100kb', schema: 'schema:204' }[subject.toLowerCase()]!
}

function operandAt(rest: string): Operand & { length: number } {
  const quoted = QUOTED.exec(rest)
  if (quoted) return { text: unquoted(quoted[1]!), isQuoted: true, length: quoted[0].length }
  const word = WORD.exec(rest)?.[0] ?? ''
  return { text: word, isQuoted: false, length: word.length }
}

const unquoted = (text: string): string => text.replace(/\\(.)/gu, '$1')

function conditionOf(subject: string, path: string, sign: string, { text, isQuoted }: Operand): Predicate {
  const operand: Operand = { text, isQuoted }
  const comparison = sign === ':' ? 'contains' : (sign as Comparison)
  if (subject === 'type') return typeOf(text, comparison)
  if (subject === 'size') return { kind: 'size', comparison: comparison === 'contains' ? '=' : comparison, bytes: bytesOf(text) }
  if (subject === 'schema') return schemaOf(text)
  const steps = stepsOf(path)
  if (subject === 'header') {
    const name = steps.join('.')
    if (name === '') throw new QueryError(`Say which header, as in ${example('header')}.`)
    return { kind: 'header', name, comparison, operand }
  }
  const part = subject as 'key' | 'value'
  if (steps.length > 0) return { kind: 'field', part, path: steps, comparison, operand }
  return comparison === 'contains' ? { kind: 'contains', part, text } : { kind: 'part', part, comparison, operand }
}

function typeOf(text: string, comparison: Comparison | 'contains'): Predicate {
  const type = text.toLowerCase() as RecordType
  if (!RECORD_TYPES.includes(type)) throw new QueryError(`There is no type "${text}"; there are ${RECORD_TYPES.join(', ')}.`)
  const predicate: Predicate = { kind: 'type', type }
  return comparison === '!=' ? { kind: 'not', of: predicate } : predicate
}

function bytesOf(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([a-z]*)$/i.exec(text) ?? []
  const factor = SIZE_UNITS[unit.toLowerCase()]
  if (number === undefined || factor === undefined) throw new QueryError(`"${text}" is not a size; write it as in size>100kb.`)
  return Math.round(Number(number) * factor)
}

function schemaOf(text: string): Predicate {
  if (!/^\d{1,10}$/.test(text)) throw new QueryError(`"${text}" is not a schema id; write it as in schema:204.`)
  return { kind: 'schema', id: Number(text) }
}

function stepsOf(path: string): PathStep[] {
  const steps = path.matchAll(/\."((?:[^"\\]|\\.)*)"|\.([^\s.:=!<>~[\]"]+)|\[(\d+)\]/gu)
  return Array.from(steps, ([, quoted, name, index]) => (index === undefined ? (name ?? unquoted(quoted!)) : Number(index)))
}
