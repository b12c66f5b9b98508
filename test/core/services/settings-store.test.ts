import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS, type Settings } from '../../../core/contract/settings.ts'
import { SettingsStore } from '../../../core/services/settings-store.ts'
import { FakeTime } from '../../support/fake-time.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const ASIDE = 'settings.json.broken-2026-11-21T09-30-00.000Z'
const time = (): FakeTime => new FakeTime(Date.UTC(2026, 10, 21, 9, 30))

async function stored(text: string | null) {
  const directory = await tempFolder()
  const file = join(directory, 'settings.json')
  if (text !== null) await writeFile(file, text)
  const store = new SettingsStore(directory)
  return { directory, file, store, load: async () => store.load(time()) }
}

const chosen: Settings = {
  theme: 'dark',
  timeZone: 'Europe/Berlin',
  pageSize: 500,
  tailRows: 200,
  armMinutes: 5,
  kafkaPort: 19_092,
  webPort: null, kafkaProtocol: 'SASL_SSL', kafkaAcls: true,
  dataFolder: '/data',
  kafkaRelease: '3.9',
  durability: 'linger',
  shortcuts: { 'app.theme': ['Alt+T'], 'app.keys': [] },
}

describe('The settings on disk', () => {
  it('are the defaults where there is no file, and nothing is written for that', async () => {
    const { load, directory } = await stored(null)
    expect(await load()).toEqual({ settings: DEFAULT_SETTINGS, problem: null })
    expect(await readdir(directory)).toEqual([])
  })

  it('come back as they were saved last, with their version, and no other file is left behind', async () => {
    const { store, load, directory, file } = await stored(null)
    await store.save(DEFAULT_SETTINGS)
    await store.save(chosen)
    expect(await load()).toEqual({ settings: chosen, problem: null })
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ version: 1, settings: chosen })
    expect(await readdir(directory)).toEqual(['settings.json'])
  })

  it.each([
    ['fields that this Headwater does not know are left out', '{"version":1,"settings":{"theme":"light","future":1}}', { theme: 'light' }],
    ['fields that are missing have their defaults', '{"version":1,"settings":{}}', {}],
    ['a file from before there were versions is taken over', '{"theme":"dark","pageSize":1000}', { theme: 'dark', pageSize: 1_000 }],
    ['a name of JavaScript’s own is no setting', '{"version":1,"settings":{"__proto__":{"theme":"dark"}}}', {}],
  ])('%s', async (_title, text, expected) => {
    const { load } = await stored(text)
    expect(await load()).toEqual({ settings: { ...DEFAULT_SETTINGS, ...expected }, problem: null })
  })

  it.each([
    ['empty', '', 'Unexpected end of JSON input'],
    ['torn', '{"version":1,"sett', 'Unterminated string in JSON at position 18 (line 1 column 19)'],
    ['no object', '[1]', 'the file does not hold an object'],
    ['of an odd version', '{"version":"1","settings":{}}', '"version" is "1"'],
    ['without settings', '{"version":1,"settings":null}', '"settings" is missing'],
    ['of a newer version', '{"version":2,"settings":{}}', 'they are of version 2, written by a newer Headwater, and this one knows version 1'],
  ])('are kept aside when the file is %s, and that is said', async (_what, text, complaint) => {
    const { load, directory } = await stored(text)
    expect(await load()).toEqual({
      settings: DEFAULT_SETTINGS,
      problem: { message: `The settings could not be read: ${complaint}. All of them are at their defaults.`, keptAside: join(directory, ASIDE) },
    })
    expect(await readdir(directory)).toEqual([ASIDE])
    expect(await readFile(join(directory, ASIDE), 'utf8')).toBe(text)
    expect((await load()).problem).toBeNull()
  })

  it.each([
    ['"theme":"purple"', 'Of the settings, "theme" ("purple") could not be used: at its default now.'],
    ['"theme":3,"pageSize":7', 'Of the settings, "theme" (3), "pageSize" (7) could not be used: at their defaults now.'],
    ['"webPort":70000', 'Of the settings, "webPort" (70000) could not be used: at its default now.'],
    ['"shortcuts":{"a":"Mod+K"}', 'Of the settings, "shortcuts" ({"a":"Mod+K"}) could not be used: at its default now.'],
    [`"dataFolder":{"a":"${'x'.repeat(100)}"}`, `Of the settings, "dataFolder" ({"a":"${'x'.repeat(54)}…) could not be used: at its default now.`],
  ])('lose only what cannot be used (%s), say what, and keep a copy of the file', async (bad, message) => {
    const text = `{"version":1,"settings":{"armMinutes":5,${bad}}}`
    const { load, directory } = await stored(text)
    expect(await load()).toEqual({ settings: { ...DEFAULT_SETTINGS, armMinutes: 5 }, problem: { message, keptAside: join(directory, ASIDE) } })
    expect(await readFile(join(directory, ASIDE), 'utf8')).toBe(text)
    expect(await load(), 'said once').toEqual({ settings: { ...DEFAULT_SETTINGS, armMinutes: 5 }, problem: null })
  })

  it('survive a crash in the middle of a save', async () => {
    const { store, load, file } = await stored(null)
    await store.save(chosen)
    await writeFile(`${file}.new`, '{"versi')
    expect((await load()).settings).toEqual(chosen)
    await store.save(DEFAULT_SETTINGS)
    expect((await load()).settings).toEqual(DEFAULT_SETTINGS)
  })

  it('that nobody may read are not taken for absent', async () => {
    const { load, file } = await stored(null)
    await mkdir(file)
    await expect(load()).rejects.toMatchObject({ code: 'EISDIR' })
  })

  it.skipIf(process.getuid?.() === 0)('say so when the broken file cannot be moved', async () => {
    const { load, directory } = await stored('{')
    await chmod(directory, 0o500)
    const { problem } = await load()
    await chmod(directory, 0o700)
    expect(problem).toMatchObject({ keptAside: '', message: expect.stringContaining('could not be kept aside (permission denied).') as string })
  })
})
