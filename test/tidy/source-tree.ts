// The project's sources, parsed: what each file imports, which globals it uses, which functions it has.
//
// dependency-cruiser was tried and rejected: it reads TypeScript only through the compiler's JavaScript API, which TypeScript 7
// does not have, and then reports an empty graph without a word. Vite's parser reads all that the build reads.
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, posix } from 'node:path'
import { parseSync } from 'vite'

export interface Import {
  /** As written. */
  specifier: string
  /** A path from the project's root for a relative import, else the module's name: `lmdb`, `node:net`, `@orpc/server`. */
  target: string
  isOwn: boolean
  isTypeOnly: boolean
  names: readonly string[]
  line: number
}

/** A global that is used: `Date.now`, `new Date()`, `setTimeout`. */
export interface GlobalUse {
  name: string
  line: number
}

export interface FunctionSpan {
  name: string
  line: number
  lines: number
  /** The callback of describe(): a section of a test file rather than a function. */
  isSection: boolean
}

export interface SourceFile {
  path: string
  text: string
  lines: number
  imports: readonly Import[]
  globals: readonly GlobalUse[]
  functions: readonly FunctionSpan[]
  /** Names of interfaces and type aliases. */
  types: readonly string[]
  hasDefaultExport: boolean
  /** `export * from` and `export { x } from`. */
  reExports: number
  statements: number
}

export const PROJECT_ROOT = join(import.meta.dirname, '../..')
const FOLDERS = ['core', 'electron', 'renderer', 'test']
const EXTENSIONS = new Set(['.ts', '.tsx', '.mjs', '.cjs', '.js'])

export function readSourceTree(root = PROJECT_ROOT): SourceFile[] {
  return FOLDERS.flatMap((folder) => filesIn(root, folder))
    .filter((path) => EXTENSIONS.has(extname(path)))
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

function filesIn(root: string, folder: string): string[] {
  let entries
  try {
    entries = readdirSync(join(root, folder), { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(root, path)
    return entry.name.endsWith('.d.ts') ? [] : [path]
  })
}

interface Node {
  type: string
  start: number
  end: number
  [key: string]: unknown
}

export function parseSource(path: string, text: string): SourceFile {
  const lang = ({ '.tsx': 'tsx', '.ts': 'ts' } as const)[extname(path) as '.ts'] ?? 'js'
  const { program, errors } = parseSync(path, text, { lang, sourceType: 'module' })
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0]!.message}`)
  const lineOf = lineFinder(text)
  const file = { imports: [] as Import[], globals: [] as GlobalUse[], functions: [] as FunctionSpan[], types: [] as string[], hasDefaultExport: false, reExports: 0 }
  visit(program as unknown as Node, undefined, (node, parent) => {
    const line = lineOf(node.start)
    const imported = importOf(path, node, line)
    if (imported) file.imports.push(imported)
    const used = globalOf(node, parent)
    if (used) file.globals.push({ name: used, line })
    if (isFunction(node)) file.functions.push({ ...nameOf(node, parent), line, lines: lineOf(node.end) - line + 1 })
    if (/^TS(Interface|TypeAlias)Declaration$/.test(node.type)) file.types.push(identifier(node['id'])!)
    if (node.type === 'ExportDefaultDeclaration') file.hasDefaultExport = true
    if (node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node['source'])) file.reExports++
  })
  return { path, text, lines: text.replace(/\n$/, '').split('\n').length, ...file, statements: program.body.length }
}

function lineFinder(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1
      if (starts[middle]! <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

function visit(node: Node, parent: Node | undefined, meet: (node: Node, parent: Node | undefined) => void): void {
  meet(node, parent)
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child === 'object' && child !== null && typeof (child as Node).type === 'string') visit(child as Node, node, meet)
    }
  }
}

function importOf(path: string, node: Node, line: number): Import | undefined {
  const specifier = specifierOf(node)
  if (specifier === undefined) return undefined
  const isOwn = specifier.startsWith('.')
  const bare = specifier.replace(/\?.*$/, '')
  const target = isOwn ? posix.normalize(posix.join(posix.dirname(path), bare)) : packageOf(bare)
  const specifiers = (node['specifiers'] as Node[] | undefined) ?? []
  return { specifier, target, isOwn, isTypeOnly: isTypeOnly(node, specifiers), names: specifiers.map(importedName), line }
}

function specifierOf(node: Node): string | undefined {
  const callee = node['callee'] as Node | undefined
  const args = node['arguments'] as Node[] | undefined
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return literal(node['source'])
    case 'CallExpression': // require('./a.js'), workerFile('./worker.ts', import.meta.url)
      return callee?.type === 'Identifier' && (callee['name'] === 'require' || callee['name'] === 'workerFile') ? literal(args?.[0]) : undefined
    case 'NewExpression': // new URL('./worker.ts', import.meta.url); other addresses are data
      return callee?.['name'] === 'URL' && isImportMetaUrl(args?.[1]) ? literal(args?.[0])?.match(/^.*\.[cm]?[jt]sx?$/)?.[0] : undefined
    default:
      return undefined
  }
}

function isImportMetaUrl(node: Node | undefined): boolean {
  return node?.type === 'MemberExpression' && (node['object'] as Node).type === 'MetaProperty'
}

function isTypeOnly(node: Node, specifiers: readonly Node[]): boolean {
  if (node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type') return true
  return specifiers.length > 0 && specifiers.every((specifier) => specifier['importKind'] === 'type' || specifier['exportKind'] === 'type')
}

function importedName(specifier: Node): string {
  const imported = (specifier['imported'] ?? specifier['local']) as Node | undefined
  return identifier(imported) ?? literal(imported) ?? ''
}

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

function identifier(node: unknown): string | undefined {
  const name = (node as Node | null | undefined)?.['name']
  return typeof name === 'string' ? name : undefined
}

function literal(node: unknown): string | undefined {
  const value = (node as Node | null | undefined)?.['value']
  return typeof value === 'string' ? value : undefined
}

function globalOf(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === 'MemberExpression' && !node['computed']) {
    const object = node['object'] as Node
    if (object.type !== 'Identifier') return undefined
    const property = identifier(node['property']) ?? ''
    return object['name'] === 'globalThis' || object['name'] === 'window' ? property : `${identifier(object)}.${property}`
  }
  if (node.type === 'NewExpression' && (node['callee'] as Node)['name'] === 'Date') {
    return (node['arguments'] as Node[]).length === 0 ? 'new Date()' : undefined
  }
  if (node.type !== 'Identifier' || parent === undefined || !isReference(node, parent)) return undefined
  return identifier(node)
}

/** Not the `b` of `a.b`, `{ b: 1 }`, `interface { b(): void }` or `import { b }`. */
function isReference(node: Node, parent: Node): boolean {
  if (parent.type === 'MemberExpression') return parent['object'] === node || parent['computed'] === true
  if (parent.type === 'Property') return parent['value'] === node
  return !/^(Import|Export)\w*Specifier$|Definition$|^TS(Method|Property)Signature$/.test(parent.type)
}

function isFunction(node: Node): boolean {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
}

function nameOf(node: Node, parent: Node | undefined): { name: string; isSection: boolean } {
  const own = identifier(node['id']) ?? identifier(parent?.['key'] ?? parent?.['id'] ?? parent?.['left'])
  const call = parent?.type === 'CallExpression' && parent['callee'] !== node ? callName(parent['callee'] as Node) : undefined
  const title = call === undefined ? undefined : literal((parent!['arguments'] as Node[])[0])
  const called = call && `${call}(${title === undefined ? '…' : `'${title}'`})`
  return { name: own ?? called ?? 'anonymous', isSection: call !== undefined && /^describe\b/.test(call) }
}

/** `describe.each([…])` is called `describe.each`. */
function callName(callee: Node): string {
  if (callee.type === 'CallExpression') return callName(callee['callee'] as Node)
  if (callee.type !== 'MemberExpression') return identifier(callee) ?? '…'
  return `${callName(callee['object'] as Node)}.${identifier(callee['property']) ?? '…'}`
}
