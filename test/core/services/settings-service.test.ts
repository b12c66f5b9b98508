import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type SettingsState } from '../../../core/contract/settings.ts'
import { createWritable } from '../../../core/host/data-folder.ts'
import { SettingsService } from '../../../core/services/settings-service.ts'
import { collectingLogger } from '../../support/collecting-logger.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function start(text?: string) {
  const directory = await tempFolder()
  const file = join(directory, 'settings.json')
  if (text !== undefined) await writeFile(file, text)
  const logger = collectingLogger()
  const service = await SettingsService.load({ directory, clock: new FakeTime(0), logger, checkDataFolder: createWritable })
  return { directory, file, logger, service }
}

describe('A change of the settings', () => {
  it('touches only the fields that are given, and is on disk when it is answered', async () => {
    const { service, file } = await start()
    await service.change({ theme: 'dark', kafkaPort: 19_092 })
    const state = await service.change({ armMinutes: 3, theme: undefined })
    expect(state.settings).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', kafkaPort: 19_092, armMinutes: 3 })
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ version: 1, settings: state.settings })
    expect((await service.reset()).settings).toEqual(DEFAULT_SETTINGS)
  })

  it('made by two windows at once loses neither', async () => {
    const { service } = await start()
    await Promise.all([service.change({ theme: 'dark' }), service.change({ pageSize: 500 }), service.change({ timeZone: 'UTC' })])
    expect(service.current).toMatchObject({ theme: 'dark', pageSize: 500, timeZone: 'UTC' })
  })

  it('is told to every window that watches, and no longer to one that has gone', async () => {
    const { service } = await start()
    const stop = new AbortController()
    const watch = service.watch(stop.signal)
    const next = async (): Promise<SettingsState | undefined> => (await watch.next()).value ?? undefined
    expect((await next())?.settings).toEqual(DEFAULT_SETTINGS)
    const changed = next()
    await service.change({ theme: 'light' })
    expect((await changed)?.settings.theme).toBe('light')
    await service.change({ theme: 'dark' })
    expect((await next())?.settings.theme).toBe('dark')
    const last = next()
    stop.abort()
    expect(await last).toBeUndefined()
  })

  it.each([
    [{ timeZone: 'Mars/Olympus' }, 'timeZone', '"Mars/Olympus" is not a time zone that this computer knows.'],
    [{ dataFolder: 'data' }, 'dataFolder', '"data" is not an absolute path.'],
    [{ dataFolder: '/dev/null/data' }, 'dataFolder', 'Data folder "/dev/null/data" cannot be used (a part of that path is a file).'],
  ])('to what cannot be in force is refused: %j', async (change, field, message) => {
    const { service } = await start()
    await expect(service.change(change)).rejects.toMatchObject({ code: 'INVALID_INPUT', message, data: { field } })
    expect(service.current).toEqual(DEFAULT_SETTINGS)
  })

  it('of the data folder makes the folder', async () => {
    const { service, directory } = await start()
    const dataFolder = join(directory, 'far', 'away')
    await service.change({ dataFolder })
    expect(service.current.dataFolder).toBe(dataFolder)
  })

  it('that cannot be written changes nothing and says where and why; the next one is tried all the same', async () => {
    const { service, file } = await start()
    await mkdir(file)
    await expect(service.change({ theme: 'dark' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: `The settings cannot be written to "${file}" (there is a folder of that name), so nothing was changed.`,
    })
    expect(service.current.theme).toBe('system')
    await rm(file, { recursive: true })
    expect((await service.change({ theme: 'dark' })).settings.theme).toBe('dark')
  })
})

describe('A file that could not be used', () => {
  it('is said to the log and to every window until somebody has seen it', async () => {
    const { service, logger, file } = await start('{')
    const keptAside = `${file}.broken-1970-01-01T00-00-00.000Z`
    expect(service.state.problem).toMatchObject({ keptAside })
    expect(logger.lines).toEqual([expect.stringContaining(`The file was kept as "${keptAside}".`)])
    expect(service.dismissProblem().problem).toBeNull()
  })
})

it('What is in force now stands beside what is chosen', async () => {
  const { service, directory, file } = await start()
  service.nowRunning({ kafkaPort: 9_092, dataFolder: directory })
  await service.change({ kafkaPort: 1 })
  service.nowRunning({ webPort: 9_080 })
  expect(service.state).toMatchObject({ file, settings: { kafkaPort: 1 }, running: { kafkaPort: 9_092, webPort: 9_080, dataFolder: directory } })
})
