// Names and first lines: a file says what it is for, by its name and at its top.
import { describe, expect, it } from 'vitest'
import { parseSource, readSourceTree, type SourceFile } from './source-tree.ts'

const VAGUE = /(^|[-/])(utils?|helpers?|commons?|managers?|misc|types)(?=[-./]|$)/
const KEBAB_PATH = /^[a-z0-9.-]+(\/[a-z0-9.-]+)*$/
/** Its path says which file it tests. */
const MIRRORED_TEST = /^test\/(core|electron|renderer)\/.*\.test\.tsx?$/
const MAY_EXPORT_DEFAULT = /\.config\.ts$/
const MAY_BE_BARREL = new Set(['core/broker/handlers/index.ts'])

function namingViolations(file: SourceFile): string[] {
  const { path, text } = file
  const first = text.replace(/^#!.*\n/, '').split('\n', 1)[0]!
  const rules: [isBroken: boolean, report: string][] = [
    [VAGUE.test(path), 'a vague name: name the concept'],
    [!KEBAB_PATH.test(path), 'the path is not in kebab-case'],
    [!/^\/\/ \S.{15,}/.test(first) && !MIRRORED_TEST.test(path), 'the first line does not say what the file is responsible for'],
    [file.hasDefaultExport && !MAY_EXPORT_DEFAULT.test(path), 'a default export: whoever imports it may call it anything'],
    [isBarrel(file) && !MAY_BE_BARREL.has(path), 'a barrel: import the file itself'],
    [file.types.some((name) => /^I[A-Z][a-z]/.test(name)), 'an I in front of a type'],
    [/\bTODO\b|\bFIXME\b|\bXXX\b/.test(text) && path !== 'test/tidy/naming.test.ts', 'a note to oneself'],
  ]
  return rules.filter(([isBroken]) => isBroken).map(([, report]) => `${path}: ${report}`)
}

function isBarrel({ path, reExports, statements }: SourceFile): boolean {
  return /(^|\/)index\.\w+$/.test(path) || (reExports > 0 && reExports === statements)
}

it('every file is named and introduced', () => {
  expect(readSourceTree().flatMap(namingViolations)).toEqual([])
})

describe('the check', () => {
  const intro = '// What this canary is responsible for.\n'
  it.each([
    ['core/log/utils.ts', intro, 'a vague name: name the concept'],
    ['core/log/read-helpers.ts', intro, 'a vague name: name the concept'],
    ['renderer/common/a.ts', intro, 'a vague name: name the concept'],
    ['core/log/topic-manager.ts', intro, 'a vague name: name the concept'],
    ['core/log/types.ts', intro, 'a vague name: name the concept'],
    ['core/log/readLog.ts', intro, 'the path is not in kebab-case'],
    ['renderer/Button.tsx', intro, 'the path is not in kebab-case'],
    ['core/log/a.ts', `import { x } from './b.ts'\n${intro}`, 'the first line does not say what the file is responsible for'],
    ['core/log/a.ts', '//\nlet a', 'the first line does not say what the file is responsible for'],
    ['core/log/a.ts', `${intro}export default 5`, 'a default export: whoever imports it may call it anything'],
    ['core/log/index.ts', `${intro}export const a = 1`, 'a barrel: import the file itself'],
    ['core/log/all.ts', `${intro}export * from './a.ts'\nexport { b } from './b.ts'`, 'a barrel: import the file itself'],
    ['core/log/a.ts', `${intro}export interface ILog {}`, 'an I in front of a type'],
    ['core/log/a.ts', `${intro}// TODO: later`, 'a note to oneself'],
  ])('%s with %j is reported', (path, text, report) => {
    expect(namingViolations(parseSource(path, text))).toEqual([`${path}: ${report}`])
  })

  it.each([
    ['core/host/headwater.mjs', `#!/usr/bin/env node\n${intro}`],
    ['core/broker/handlers/index.ts', `${intro}export { produce } from './produce.ts'`],
    ['core/protocol/records/record-batch.ts', `${intro}export type Types = { common: string }\nexport interface Id {}`],
    ['test/core/log/read.test.ts', 'export const a = 1'],
    ['core/log/a.ts', `${intro}export { b } from './b.ts'\nexport const c = 1`],
  ])('%s with %j is not', (path, text) => {
    expect(namingViolations(parseSource(path, text))).toEqual([])
  })
})
