// What a person writes as JavaScript: an expression, a function, or the body of one; made into a script, and checked without running it.
import { Script } from 'node:vm'

/** Names that stand for parts of a record wherever the text is not a function of its own. */
export const RECORD_NAMES = ['record', 'key', 'value', 'headers', 'keyText', 'valueText', 'topic', 'partition', 'offset', 'timestamp'] as const
export type RecordName = (typeof RECORD_NAMES)[number]

export interface FunctionProblem {
  readonly message: string
  /** From 1; null where it is in no line of the text. */
  readonly line: number | null
}

export interface FunctionScript {
  /** Evaluates to a function of the RECORD_NAMES. */
  readonly script: Script
  /** Those that the text mentions: the others need not be looked up. */
  readonly names: ReadonlySet<RecordName>
}

/** Stack traces of the guest name it. */
export const FUNCTION_FILE = 'function.js'

export class FunctionTextError extends Error {
  override readonly name = 'FunctionTextError'
  readonly problem: FunctionProblem

  constructor(problem: FunctionProblem) {
    super(problem.line === null ? problem.message : `${problem.message} (line ${problem.line})`)
    this.problem = problem
  }
}

/** Throws FunctionTextError. */
export function functionScriptOf(text: string): FunctionScript {
  if (text.trim() === '') throw new FunctionTextError({ message: 'There is no function yet.', line: null })
  const names = new Set(RECORD_NAMES.filter((name) => new RegExp(String.raw`\b${name}\b`).test(text)))
  const expression = compiled(`return (`, text, ');')
  if (expression instanceof Script) return { script: expression, names }
  const body = compiled('{', text, '}')
  if (body instanceof Script) return { script: body, names }
  throw new FunctionTextError(/\breturn\b|;|^\s*(const|let|if|for)\b/m.test(text) ? body : expression)
}

/** null = it can be run. */
export function functionProblem(text: string): FunctionProblem | null {
  try {
    functionScriptOf(text)
    return null
  } catch (error) {
    if (error instanceof FunctionTextError) return error.problem
    throw error
  }
}

/** The text keeps its line numbers, and a comment at its end hides nothing. */
function compiled(before: string, text: string, after: string): Script | FunctionProblem {
  const source = `(function (${RECORD_NAMES.join(', ')}) { 'use strict'; ${before}\n${text}\n${after} })`
  try {
    return new Script(source, { filename: FUNCTION_FILE, lineOffset: -1 })
  } catch (error) {
    return problemOf(error as Error, text.split('\n').length)
  }
}

function problemOf({ message, stack = '' }: Error, lines: number): FunctionProblem {
  const line = Number(new RegExp(String.raw`^${FUNCTION_FILE}:(-?\d+)`, 'm').exec(stack)?.[1] ?? 1)
  if (line > lines) return { message: 'The text ends before the function is complete.', line: lines }
  return { message, line: Math.max(1, line) }
}
