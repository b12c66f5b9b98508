// JSON Patch (RFC 6902) over JSON Pointers (RFC 6901), on a tree that `exact-json` has parsed.
import { isDeepStrictEqual } from 'node:util'
import { isRawNumber } from './exact-json.ts'

export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string }

/** The patch is none, or cannot be applied to this document; the message says which operation, counting from 1. */
export class PatchFailed extends Error {
  override readonly name = 'PatchFailed'
}

const WITH_VALUE = ['add', 'replace', 'test']
const WITH_FROM = ['move', 'copy']

/** Throws PatchFailed for what is no list of operations. */
export function checkPatch(patch: unknown): readonly JsonPatchOperation[] {
  if (!Array.isArray(patch)) throw new PatchFailed('A JSON Patch is an array of operations.')
  patch.forEach((operation: unknown, i) => checkOperation(operation, i + 1))
  return patch as readonly JsonPatchOperation[]
}

/** The document changed by all operations, or PatchFailed and nothing; `document` itself stays as it is. */
export function applyPatch(document: unknown, patch: readonly JsonPatchOperation[]): unknown {
  let tree = structuredCopy(document)
  for (const [i, operation] of patch.entries()) {
    try {
      tree = applyOne(tree, operation)
    } catch (error) {
      if (!(error instanceof PatchFailed)) throw error
      throw new PatchFailed(`Operation ${i + 1} (${operation.op} ${operation.path}): ${error.message}`)
    }
  }
  return tree
}

function checkOperation(operation: unknown, number: number): void {
  const refuse = (why: string): never => {
    throw new PatchFailed(`Operation ${number}: ${why}`)
  }
  if (typeof operation !== 'object' || operation === null) return refuse('it is not an object.')
  const { op, path, from } = operation as Record<string, unknown>
  const isKnown = op === 'remove' || [...WITH_VALUE, ...WITH_FROM].includes(op as string)
  if (!isKnown) return refuse(`"op" must be add, remove, replace, move, copy or test.`)
  if (typeof path !== 'string' || !isPointer(path)) return refuse('"path" must be a JSON Pointer: empty, or beginning with "/".')
  if (WITH_FROM.includes(op as string) && (typeof from !== 'string' || !isPointer(from))) return refuse('"from" must be a JSON Pointer: empty, or beginning with "/".')
  if (WITH_VALUE.includes(op as string) && !('value' in operation)) return refuse('"value" is missing.')
}

function isPointer(text: string): boolean {
  return (text === '' || text.startsWith('/')) && !/~(?![01])/.test(text)
}

function applyOne(tree: unknown, operation: JsonPatchOperation): unknown {
  switch (operation.op) {
    case 'add':
      return added(tree, operation.path, structuredCopy(operation.value))
    case 'replace':
      return replaced(tree, operation.path, structuredCopy(operation.value))
    case 'remove':
      return removed(tree, operation.path)
    case 'move':
      return moved(tree, operation.from, operation.path)
    case 'copy':
      return added(tree, operation.path, structuredCopy(at(tree, operation.from)))
    case 'test':
      if (!isEqual(at(tree, operation.path), operation.value)) throw new PatchFailed('the value there is another one.')
      return tree
  }
}

function moved(tree: unknown, from: string, path: string): unknown {
  if (path.startsWith(`${from}/`)) throw new PatchFailed('nothing can be moved into itself.')
  const value = at(tree, from)
  return from === path ? tree : added(removed(tree, from), path, value)
}

function at(tree: unknown, pointer: string): unknown {
  return tokensOf(pointer).reduce((node: unknown, token) => child(node, token), tree)
}

function child(node: unknown, token: string): unknown {
  if (Array.isArray(node)) return node[indexIn(node, token, node.length - 1)] as unknown
  if (!isObject(node) || !Object.hasOwn(node, token)) throw new PatchFailed(`there is no "${token}".`)
  return node[token]
}

function added(tree: unknown, pointer: string, value: unknown): unknown {
  const { parent, token } = placeOf(tree, pointer)
  if (token === undefined) return value
  if (Array.isArray(parent)) parent.splice(token === '-' ? parent.length : indexIn(parent, token, parent.length), 0, value)
  else if (isObject(parent)) put(parent, token, value)
  else throw new PatchFailed(`"${token}" cannot be put into a plain value.`)
  return tree
}

/** In its place among its neighbours. */
function replaced(tree: unknown, pointer: string, value: unknown): unknown {
  const { parent, token } = placeOf(tree, pointer)
  if (token === undefined) return value
  child(parent, token)
  put(parent as Record<string, unknown>, token, value)
  return tree
}

function removed(tree: unknown, pointer: string): unknown {
  const { parent, token } = placeOf(tree, pointer)
  if (token === undefined) throw new PatchFailed('the whole document cannot be removed; replace it by null.')
  child(parent, token)
  if (Array.isArray(parent)) parent.splice(Number(token), 1)
  else delete (parent as Record<string, unknown>)[token]
  return tree
}

/** `token` undefined = the document itself. */
function placeOf(tree: unknown, pointer: string): { parent: unknown; token: string | undefined } {
  const tokens = tokensOf(pointer)
  const token = tokens.pop()
  return { parent: tokens.reduce((node: unknown, step) => child(node, step), tree), token }
}

function tokensOf(pointer: string): string[] {
  return pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function indexIn(array: readonly unknown[], token: string, last: number): number {
  const index = Number(token)
  if (!/^(0|[1-9]\d*)$/.test(token) || index > last) throw new PatchFailed(`there is no element "${token}" in an array of ${array.length}.`)
  return index
}

/** An own property also where it is called `__proto__`. */
function put(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
}

function isObject(node: unknown): node is Record<string, unknown> {
  return typeof node === 'object' && node !== null && !Array.isArray(node) && !isRawNumber(node)
}

/** `1.0` and `1` are the same number. */
function isEqual(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(plain(left), plain(right))
}

function plain(node: unknown): unknown {
  if (isRawNumber(node)) return Number.isSafeInteger(Number(node.rawJSON)) || /[.e]/i.test(node.rawJSON) ? Number(node.rawJSON) : { exactly: node.rawJSON }
  if (Array.isArray(node)) return node.map(plain)
  return isObject(node) ? Object.entries(node).map(([key, value]) => [key, plain(value)]).toSorted(([a], [b]) => ((a as string) < (b as string) ? -1 : 1)) : node
}

function structuredCopy(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(structuredCopy)
  if (!isObject(node)) return node
  const copy: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(node)) put(copy, key, structuredCopy(value))
  return copy
}
