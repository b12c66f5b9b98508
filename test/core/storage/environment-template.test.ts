import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { EnvironmentTemplate, isUnfinishedCopy } from '../../../core/storage/environment-template.ts'
import { tempFolder } from '../../support/temp-folder.ts'

it('places nothing before it was taken, then whole copies of the first file', async () => {
  const directory = await tempFolder()
  const template = new EnvironmentTemplate()
  await template.place(join(directory, 'early.mdb'))
  expect(readdirSync(directory)).toEqual([])
  writeFileSync(join(directory, 'first.mdb'), 'empty tables')
  template.capture(join(directory, 'first.mdb'))
  writeFileSync(join(directory, 'second.mdb'), 'something else')
  template.capture(join(directory, 'second.mdb'))
  await template.place(join(directory, 'third.mdb'))
  expect(readFileSync(join(directory, 'third.mdb'), 'utf8')).toBe('empty tables')
  expect(readdirSync(directory).filter(isUnfinishedCopy)).toEqual([])
})

it('takes no large file: where LMDB makes files as large as their map there is no template', async () => {
  const directory = await tempFolder()
  const template = new EnvironmentTemplate()
  writeFileSync(join(directory, 'first.mdb'), Buffer.alloc(1_000_000))
  template.capture(join(directory, 'first.mdb'))
  await template.place(join(directory, 'second.mdb'))
  expect(readdirSync(directory)).toEqual(['first.mdb'])
})

it('leaves nothing where it cannot place a copy', async () => {
  const directory = await tempFolder()
  const template = new EnvironmentTemplate()
  writeFileSync(join(directory, 'first.mdb'), 'empty tables')
  template.capture(join(directory, 'first.mdb'))
  await expect(template.place(directory)).rejects.toThrow(/^E[A-Z]+: /)
  expect(readdirSync(directory)).toEqual(['first.mdb'])
})
