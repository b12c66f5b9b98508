// The folder that holds everything Headwater keeps: found, created, checked, and owned by one process at a time.
import { access, constants, mkdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileTrouble } from '../base/atomic-file.ts'
import { FolderLock, type LockDetails, type Owner } from './folder-lock.ts'
import { StartupError } from './startup-error.ts'

/** Where this process can be reached; a second starter is told. */
export interface Reachable {
  /** `127.0.0.1:19092` */
  kafka: string
  /** Without its token; null when no workbench is served. */
  workbench: string | null
}

export interface DataFolder {
  /** Absolute, without symbolic links. */
  readonly directory: string
  publish(reachable: Reachable): Promise<void>
  /** Lets the next one in. */
  close(): Promise<void>
}

const LOCK_FILE = 'LOCK'

export async function openDataFolder(wanted: string): Promise<DataFolder> {
  const path = resolve(wanted)
  const directory = await createWritable(path)
  const lock = await FolderLock.acquire(directory).catch((error: unknown) => {
    throw new StartupError(
      `Data folder "${path}" is on a file system that cannot be locked (${codeOf(error)}). Choose a folder on a local disk with --data.`,
      { cause: error },
    )
  })
  if (!(lock instanceof FolderLock)) throw new StartupError(await inUse(path, lock, directory))
  const file = join(directory, LOCK_FILE)
  await writeFile(file, lockText(lock.details))
  return {
    directory,
    async publish(reachable) {
      lock.details = { ...lock.details, ...reachable }
      await writeFile(file, lockText(lock.details))
    },
    async close() {
      await rm(file, { force: true })
      await lock.release()
    },
  }
}

/** Its real path. Rejects StartupError, with the file system's error as the cause. */
export async function createWritable(path: string): Promise<string> {
  try {
    await createFolder(path)
  } catch (error) {
    throw new StartupError(`Data folder "${path}" cannot be created (${fileTrouble(error)}). Choose another folder with --data.`, { cause: error })
  }
  try {
    const directory = await realpath(path)
    await access(directory, constants.R_OK | constants.W_OK | constants.X_OK)
    // Read-only mounts and access control lists show only when something is written.
    const probe = join(directory, `.write-check-${process.pid}`)
    await writeFile(probe, '')
    await rm(probe)
    return directory
  } catch (error) {
    throw new StartupError(
      `Data folder "${path}" cannot be written (${fileTrouble(error)}). Give this user write access to it, or choose another folder with --data.`,
      { cause: error },
    )
  }
}

/** Rejected: mkdir's own `recursive` (it tries for ever where the parent is there and the answer is ENOENT all the same, as in /proc). */
async function createFolder(path: string): Promise<void> {
  if (await isFolder(path)) return
  try {
    await mkdir(path)
  } catch (error) {
    if (await isFolder(path)) return // another starter was faster
    const parent = dirname(path)
    if (codeOf(error) !== 'ENOENT' || (await isFolder(parent))) throw error
    await createFolder(parent)
    await createFolder(path)
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}

async function inUse(path: string, owner: Owner, directory: string): Promise<string> {
  const other = 'choose another folder with --data.'
  if (owner === 'starting') return `Data folder "${path}" is in use by a Headwater that is just starting. Wait for it, or ${other}`
  if (owner === 'silent') {
    const known = await readFile(join(directory, LOCK_FILE), 'utf8').catch(() => '')
    const who = known.trim().replaceAll('\n', ', ') || 'pid unknown'
    return `Data folder "${path}" is in use by a process that does not answer (${who}). End it, or ${other}`
  }
  const { pid, kafka, workbench } = owner
  const who = [`pid ${pid}`, kafka && `kafka ${kafka}`, workbench && `workbench ${workbench}`].filter(Boolean).join(', ')
  return `Data folder "${path}" is in use by Headwater (${who}). ${kafka ? 'Connect to that one' : 'Wait for it'}, or ${other}`
}

function lockText({ pid, kafka, workbench }: LockDetails): string {
  return `pid ${pid}\nkafka ${kafka ?? '-'}\nworkbench ${workbench ?? '-'}\n`
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error)
}

export interface UserEnvironment {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly variables: Readonly<Record<string, string | undefined>>
}

const thisUser: UserEnvironment = { platform: process.platform, home: homedir(), variables: process.env }

/** Where data belongs by the custom of the operating system. */
export function defaultDataFolder({ platform, home, variables }: UserEnvironment = thisUser): string {
  if (platform === 'win32') return join(variables['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Headwater')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Headwater')
  // The XDG specification: a relative path there is invalid and is ignored.
  const xdg = variables['XDG_DATA_HOME']
  return join(xdg?.startsWith('/') ? xdg : join(home, '.local', 'share'), 'headwater')
}
