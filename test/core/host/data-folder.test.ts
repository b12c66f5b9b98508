import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type DataFolder, defaultDataFolder, openDataFolder } from '../../../core/host/data-folder.ts'
import { StartupError } from '../../../core/host/startup-error.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function open(directory: string): Promise<DataFolder> {
  const folder = await openDataFolder(directory)
  onTestFinished(async () => folder.close())
  return folder
}

async function refusalOf(directory: string): Promise<string> {
  const error: unknown = await open(directory).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(StartupError)
  return (error as StartupError).message
}

/** A process of its own that opens the folder and says so. */
async function openInChild(directory: string) {
  const module = new URL('../../../core/host/data-folder.ts', import.meta.url).href
  const script = `
    const { openDataFolder } = await import(${JSON.stringify(module)})
    try {
      await (await openDataFolder(${JSON.stringify(directory)})).publish({ kafka: '127.0.0.1:1', workbench: null })
      console.log('open')
    } catch (error) { console.log(error.message); process.exit() }
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  return { child, line: line.trim() }
}

describe('data folder', () => {
  test('is created with its parents', async () => {
    const folder = await open(join(await tempFolder(), 'a', 'b'))
    expect(await readdir(folder.directory)).toContain('LOCK')
  })

  test('a second starter is told who has it and where', async () => {
    const directory = await tempFolder()
    const folder = await open(directory)
    expect(await refusalOf(directory)).toBe(
      `Data folder "${directory}" is in use by Headwater (pid ${process.pid}). Wait for it, or choose another folder with --data.`,
    )
    await folder.publish({ kafka: '127.0.0.1:19092', workbench: null })
    expect(await refusalOf(directory)).toBe(
      `Data folder "${directory}" is in use by Headwater (pid ${process.pid}, kafka 127.0.0.1:19092). Connect to that one, or choose another folder with --data.`,
    )
    await folder.publish({ kafka: '127.0.0.1:19092', workbench: 'http://127.0.0.1:9080/' })
    expect(await refusalOf(directory)).toContain('kafka 127.0.0.1:19092, workbench http://127.0.0.1:9080/)')
    expect(await readFile(join(directory, 'LOCK'), 'utf8')).toBe(
      `pid ${process.pid}\nkafka 127.0.0.1:19092\nworkbench http://127.0.0.1:9080/\n`,
    )
  })

  test('is free again once closed, with nothing left of the lock', async () => {
    const directory = await tempFolder()
    const folder = await openDataFolder(directory)
    await folder.close()
    expect(await readdir(directory)).toEqual([])
    await open(directory)
  })

  test('an owner killed with SIGKILL never blocks the next, and its leftovers are cleared', async () => {
    const directory = await tempFolder()
    const { child, line } = await openInChild(directory)
    expect(line).toBe('open')
    expect(await refusalOf(directory)).toContain(`(pid ${child.pid}, kafka 127.0.0.1:1)`)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await open(directory)
    expect((await readdir(directory)).filter((name) => name.startsWith('lock-')).length).toBe(1)
  })

  test('an owner that is stopped still holds the folder', async () => {
    const directory = await tempFolder()
    const { child } = await openInChild(directory)
    child.kill('SIGSTOP')
    expect(await refusalOf(directory)).toBe(
      `Data folder "${directory}" is in use by a process that does not answer (pid ${child.pid}, kafka 127.0.0.1:1, workbench -). End it, or choose another folder with --data.`,
    )
  })

  test('a place that cannot be a folder is refused with the reason and what to do', async () => {
    const directory = await tempFolder()
    await writeFile(join(directory, 'file'), '')
    expect(await refusalOf(join(directory, 'file'))).toBe(
      `Data folder "${join(directory, 'file')}" cannot be created (there is a file of that name). Choose another folder with --data.`,
    )
    expect(await refusalOf(join(directory, 'file', 'below'))).toBe(
      `Data folder "${join(directory, 'file', 'below')}" cannot be created (a part of that path is a file). Choose another folder with --data.`,
    )
  })

  test.skipIf(process.platform !== 'linux')('a file system that takes no folders is refused, at any depth', async () => {
    expect(await refusalOf('/proc/headwater')).toBe('Data folder "/proc/headwater" cannot be created (there is no such place). Choose another folder with --data.')
    expect(await refusalOf('/proc/a/b')).toBe('Data folder "/proc/a/b" cannot be created (there is no such place). Choose another folder with --data.')
  })

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a read-only folder is refused', async () => {
    const directory = join(await tempFolder(), 'read-only')
    await mkdir(directory, { mode: 0o555 })
    expect(await refusalOf(directory)).toBe(
      `Data folder "${directory}" cannot be written (permission denied). Give this user write access to it, or choose another folder with --data.`,
    )
  })

  test.each([
    ['linux', {}, '/home/ann/.local/share/headwater'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/headwater'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ann/.local/share/headwater'],
    ['darwin', {}, '/home/ann/Library/Application Support/Headwater'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/Headwater'],
    ['win32', {}, '/home/ann/AppData/Roaming/Headwater'],
  ] as const)('by default on %s with %o it is %s', (platform, variables, expected) => {
    expect(defaultDataFolder({ platform, home: '/home/ann', variables })).toBe(expected)
  })
})
