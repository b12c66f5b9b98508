import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fileTrouble, writeAtomically } from '../../../core/base/atomic-file.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it('replaces a file and leaves no other behind, also where an earlier write was cut short', async () => {
  const folder = await tempFolder()
  const path = join(folder, 'a.json')
  await writeFile(`${path}.new`, 'half')
  await writeAtomically(path, 'one')
  await writeAtomically(path, 'two')
  expect(await readFile(path, 'utf8')).toBe('two')
  expect(await readdir(folder)).toEqual(['a.json'])
})

it('keeps what was there when it fails, and tidies up', async () => {
  const folder = await tempFolder()
  await mkdir(join(folder, 'a.json'))
  await expect(writeAtomically(join(folder, 'a.json'), 'text')).rejects.toMatchObject({ code: 'EISDIR' })
  expect(await readdir(folder)).toEqual(['a.json'])
})

it.each([
  [{ code: 'ENOSPC' }, 'the disk is full'],
  [{ code: 'EROFS' }, 'the file system is read-only'],
  [{ code: 'EMFILE' }, 'EMFILE'],
  ['odd', 'odd'],
])('says of %j: %s', (error, words) => {
  expect(fileTrouble(error)).toBe(words)
})
