// No function above 70 lines; no file above 400 but those that can say why.
import { describe, expect, it } from 'vitest'
import { LONG_FILES, MAX_FILE_LINES, tooLarge } from './sizes.ts'
import { parseSource, readSourceTree } from './source-tree.ts'

it('nothing is too large', () => {
  expect(tooLarge(readSourceTree())).toEqual([])
})

it('no file is excused that is short by now, or gone', () => {
  const long = new Set(readSourceTree().filter(({ lines }) => lines > MAX_FILE_LINES).map(({ path }) => path))
  expect(Object.keys(LONG_FILES).filter((path) => !long.has(path))).toEqual([])
})

describe('the check', () => {
  const filler = (lines: number): string => '\n  let a'.repeat(lines)

  it.each([
    ['a function', (body: string) => `\nfunction big() {${body}\n}`, 'core/a.ts:2 big has 71 lines'],
    ['an arrow function', (body: string) => `const big = () => {${body}\n}`, 'core/a.ts:1 big has 71 lines'],
    ['a method', (body: string) => `class A { big() {${body}\n} }`, 'core/a.ts:1 big has 71 lines'],
    ['a test', (body: string) => `it('does much', () => {${body}\n})`, `core/a.ts:1 it('does much') has 71 lines`],
    ['a component', (body: string) => `export function Page() {${body}\n}`, 'core/a.ts:1 Page has 71 lines'],
  ])('reports %s of 71 lines, not of 70', (_what, write, report) => {
    expect(tooLarge([parseSource('core/a.ts', write(filler(69)))])).toEqual([report])
    expect(tooLarge([parseSource('core/a.ts', write(filler(68)))])).toEqual([])
  })

  it('leaves the sections of a test file alone', () => {
    expect(tooLarge([parseSource('test/a.test.ts', `describe.each([1])('all', () => {${filler(200)}\n})`)])).toEqual([])
  })

  it('reports a file of 401 lines, unless it can say why', () => {
    const file = (lines: number) => parseSource('core/table.ts', '// x\n'.repeat(lines))
    expect(tooLarge([file(401)])).toEqual(['core/table.ts has 401 lines'])
    expect(tooLarge([file(400)])).toEqual([])
    expect(tooLarge([file(401)], { 'core/table.ts': 'a table' })).toEqual([])
  })
})
