import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { asideName, fileTrouble, readIfThere, writeAtomically } from '../../../core/base/atomic-file.ts'
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

it('reads a file, finds that there is none, and tells every other trouble', async () => {
  const folder = await tempFolder()
  await writeFile(join(folder, 'a.json'), 'text')
  expect(await readIfThere(join(folder, 'a.json'))).toBe('text')
  expect(await readIfThere(join(folder, 'b.json'))).toBe(null)
  await expect(readIfThere(folder)).rejects.toMatchObject({ code: 'EISDIR' })
})

it('names a file that is kept aside so that every file system takes it', () => {
  expect(asideName('/a/settings.json', Date.UTC(2026, 4, 1, 17, 5))).toBe('/a/settings.json.broken-2026-05-01T17-05-00.000Z')
})

it.each([
  [{ code: 'ENOSPC' }, 'the disk is full'],
  [{ code: 'EROFS' }, 'the file system is read-only'],
  [{ code: 'EMFILE' }, 'EMFILE'],
  ['odd', 'odd'],
])('says of %j: %s', (error, words) => {
  expect(fileTrouble(error)).toBe(words)
})
