import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../core/base/clock.ts'
import { type Home, openHome } from '../../../core/host/home.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function open(directory: string, mayMoveData = true): Promise<Home> {
  const home = await openHome(directory, mayMoveData, { clock: systemClock, logger: collectingLogger() })
  onTestFinished(async () => home.close())
  return home
}

async function homeWith(settings: object): Promise<string> {
  const directory = await tempFolder()
  await writeFile(join(directory, 'settings.json'), JSON.stringify({ version: 1, settings }))
  return directory
}

it('keeps the broker’s data beside the settings, where nothing else was chosen', async () => {
  const home = await open(await tempFolder())
  expect(home.dataFolder).toBe(home.directory)
})

it('keeps them in the folder of the settings from the next start on, and owns both', async () => {
  const dataFolder = join(await tempFolder(), 'data')
  const directory = await homeWith({ dataFolder })
  const home = await open(directory)
  expect(home).toMatchObject({ directory, dataFolder })
  await home.publish({ kafka: '127.0.0.1:1', workbench: null })
  await expect(open(directory)).rejects.toThrow(`Data folder "${directory}" is in use by Headwater (pid ${process.pid}, kafka 127.0.0.1:1).`)
  await expect(open(dataFolder)).rejects.toThrow(`Data folder "${dataFolder}" is in use`)
  await home.close()
  expect((await open(directory)).dataFolder).toBe(dataFolder)
})

it('stays where --data says, whatever the settings there name', async () => {
  const directory = await homeWith({ dataFolder: await tempFolder() })
  expect((await open(directory, false)).dataFolder).toBe(directory)
})

it('is no stranger to itself when the settings name its own folder', async () => {
  const directory = await tempFolder()
  await writeFile(join(directory, 'settings.json'), JSON.stringify({ version: 1, settings: { dataFolder: `${directory}/.` } }))
  expect((await open(directory)).dataFolder).toBe(directory)
})

it('tells whose choice a folder was that cannot be used, and lets the home go', async () => {
  const directory = await homeWith({ dataFolder: '/dev/null/data' })
  await expect(open(directory)).rejects.toThrow(
    `Data folder "/dev/null/data" cannot be created (a part of that path is a file). Choose another folder with --data. It is the "dataFolder" of "${join(directory, 'settings.json')}".`,
  )
  expect(await readdir(directory)).toEqual(['settings.json'])
})
