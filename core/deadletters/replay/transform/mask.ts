// Hides values before copies of real records are looked at: by rules that say where in the JSON, and how.
import { createHash } from 'node:crypto'
import { isRawNumber, parseExact, stringifyExact } from './exact-json.ts'

export type MaskHow = 'hash' | 'redact' | 'keep-length'

export interface MaskRule {
  /** `$.customer.email`, `items[*].name`; `*` stands for any member or element. */
  readonly path: string
  readonly how: MaskHow
}

/** Throws SyntaxError for what is not JSON. `salt`: the same value hides the same way under one salt, and another way under another. */
export function masked(text: string, rules: readonly MaskRule[], salt: string): string {
  let tree = parseExact(text)
  for (const { path, how } of rules) tree = maskAt(tree, stepsOf(path), (value) => hidden(value, how, salt))
  return stringifyExact(tree)!
}

/** Why a path is none; null where it is one. */
export function pathProblem(path: string): string | null {
  return stepsOf(path).length > 0 && /^\$?(?:\.?[^.[\]\s]+|\[(?:\d+|\*)\])+$/.test(path) ? null : `"${path}" is not a path like $.customer.email or items[*].name.`
}

function stepsOf(path: string): string[] {
  return path.replace(/^\$\.?/, '').split(/[.[\]]+/).filter((step) => step !== '')
}

function maskAt(node: unknown, steps: readonly string[], hide: (value: unknown) => unknown): unknown {
  const [step, ...rest] = steps
  if (step === undefined) return everyLeaf(node, hide)
  if (Array.isArray(node)) return node.map((element, i) => (step === '*' || step === String(i) ? maskAt(element, rest, hide) : (element as unknown)))
  if (!isObject(node)) return node
  for (const name of step === '*' ? Object.keys(node) : [step]) {
    if (Object.hasOwn(node, name)) Object.defineProperty(node, name, { value: maskAt(node[name], rest, hide), writable: true, enumerable: true, configurable: true })
  }
  return node
}

/** A path to an object hides all that is in it. */
function everyLeaf(node: unknown, hide: (value: unknown) => unknown): unknown {
  if (Array.isArray(node)) return node.map((element) => everyLeaf(element, hide))
  return isObject(node) ? maskAt(node, ['*'], hide) : hide(node)
}

function hidden(value: unknown, how: MaskHow, salt: string): unknown {
  if (value === null || typeof value === 'boolean') return how === 'redact' && value !== null ? false : value
  const isNumber = typeof value === 'number' || isRawNumber(value)
  const text = isRawNumber(value) ? value.rawJSON : String(value as string | number)
  if (how === 'redact') return isNumber ? 0 : '***'
  if (how === 'keep-length') return isNumber ? parseExact(digitsHidden(text)) : text.replaceAll(/\p{Lu}/gu, 'X').replaceAll(/\p{Ll}|\p{Lo}/gu, 'x').replaceAll(/\p{Nd}/gu, '9')
  const digest = createHash('sha256').update(`${salt}\u0000${text}`).digest()
  return isNumber ? digest.readUIntBE(0, 6) : digest.toString('hex').slice(0, 16)
}

/** As long as before, and still a number: no zero in front. */
function digitsHidden(number: string): string {
  return number.replaceAll(/[1-9]/g, '9').replaceAll(/(?<=\d)0/g, '9')
}

function isObject(node: unknown): node is Record<string, unknown> {
  return typeof node === 'object' && node !== null && !Array.isArray(node) && !isRawNumber(node)
}
