// One owner per folder, by a listening socket: the operating system lets go of it however its process ends.
//
// POSIX: each candidate listens on a socket file of its own, makes it visible by renaming it, and only then looks for others, so
// that of two candidates at least one sees the other. A socket file that refuses connections is left over from a dead process.
// Names are never used twice, so removing such a file can never hit a living owner.
// Rejected: one fixed socket name (two starters that both find it stale can each unlink the other's).
// Windows: one named pipe per folder; creating it fails while its owner lives.
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemRandom } from '../base/random.ts'
import { systemTimers } from '../base/timers.ts'

/** What an owner tells a process that asks. */
export interface LockDetails {
  pid: number
  /** `127.0.0.1:19092`, null while starting. */
  kafka: string | null
  workbench: string | null
}

/** Who holds the folder. `starting`: another candidate, not decided yet. `silent`: a live process that does not answer. */
export type Owner = LockDetails | 'starting' | 'silent'

const ATTEMPTS = 6
const BACK_OFF_MS = 40
const ANSWER_TIMEOUT_MS = 500
const NAME = /^lock-[0-9a-f]{16}\.sock$/
const CANDIDATE = /^lock-[0-9a-f]{16}\.candidate$/
/** sun_path is 104 bytes on macOS, 108 on Linux, the final zero included. */
const MAX_SOCKET_PATH_BYTES = 100

export class FolderLock {
  details: LockDetails = { pid: process.pid, kafka: null, workbench: null }
  /** False while it is still open whether this candidate gets the folder. */
  #isOwner = false
  /** The socket file; null where the system cleans up by itself. */
  #file: string | null = null
  /** Tells whoever connects who the owner is, as a line of JSON. */
  readonly #server = createServer((socket) => {
    const owner: Owner = this.#isOwner ? this.details : 'starting'
    socket.on('error', () => {})
    socket.end(`${JSON.stringify(owner)}\n`)
  }).unref()

  /** The lock, or who has it. Rejects when the file system cannot hold a socket. */
  static async acquire(directory: string): Promise<FolderLock | Owner> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const lock = new FolderLock()
      const owner = process.platform === 'win32' ? await lock.#takePipe(directory) : await lock.#takeSocket(directory)
      if (owner === null) return lock
      await lock.release()
      if (owner !== 'starting') return owner
      await new Promise<void>((done) => systemTimers.after(BACK_OFF_MS + systemRandom.below(BACK_OFF_MS * attempt), done))
    }
    return 'starting'
  }

  async release(): Promise<void> {
    if (this.#server.listening) await new Promise<void>((done) => this.#server.close(() => done()))
    if (this.#file !== null) await rm(this.#file, { force: true })
  }

  /** Null when the folder is ours now. */
  async #takeSocket(directory: string): Promise<Owner | null> {
    const id = systemRandom.bytes(8).toString('hex')
    const candidate = `lock-${id}.candidate`
    await withShortPath(directory, async (short) => listen(this.#server, join(short, candidate)))
    const file = join(directory, `lock-${id}.sock`)
    try {
      await rename(join(directory, candidate), file)
    } catch {
      return 'starting' // An owner that has just won cleared it away.
    }
    this.#file = file
    const other = await findOther(directory, file)
    if (other !== null) return other
    this.#isOwner = true
    await clearLeftovers(directory, file)
    return null
  }

  async #takePipe(directory: string): Promise<Owner | null> {
    const hash = createHash('sha256').update(directory.toLowerCase()).digest('hex').slice(0, 32)
    const pipe = `\\\\.\\pipe\\headwater-${hash}`
    try {
      await listen(this.#server, pipe)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      return (await ask(pipe)) ?? 'starting'
    }
    this.#isOwner = true
    return null
  }
}

async function listen(server: Server, path: string): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed)
    server.listen(path, () => {
      server.removeAllListeners('error')
      done()
    })
  })
}

async function findOther(directory: string, own: string): Promise<Owner | null> {
  for (const name of await readdir(directory)) {
    const file = join(directory, name)
    if (!NAME.test(name) || file === own) continue
    const owner = await withShortPath(directory, async (short) => ask(join(short, name)))
    if (owner !== null) return owner
  }
  return null
}

async function clearLeftovers(directory: string, own: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const file = join(directory, name)
    if (file !== own && (NAME.test(name) || CANDIDATE.test(name))) await rm(file, { force: true })
  }
}

/** What the owner behind a socket says; null when nobody is there. */
async function ask(path: string): Promise<Owner | null> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(path)
    const finish = (owner: Owner | null): void => {
      cancel()
      socket.destroy()
      resolve(owner)
    }
    // A stopped or busy owner still holds the folder.
    const cancel = systemTimers.after(ANSWER_TIMEOUT_MS, () => finish('silent'))
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => (text += chunk))
    socket.on('end', () => finish(parseOwner(text)))
    socket.on('error', (error: NodeJS.ErrnoException) => finish(isNobody(error) ? null : 'silent'))
  })
}

function isNobody({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNREFUSED' || code === 'ENOENT'
}

function parseOwner(text: string): Owner {
  try {
    return JSON.parse(text) as Owner
  } catch {
    return 'silent'
  }
}

/** Socket paths are limited to about 100 bytes; a longer folder is reached through a short symbolic link for a moment. */
async function withShortPath<T>(directory: string, work: (path: string) => Promise<T>): Promise<T> {
  if (process.platform === 'win32' || Buffer.byteLength(directory) + 32 < MAX_SOCKET_PATH_BYTES) return work(directory)
  const holder = await mkdtemp(join(tmpdir(), 'hw-'))
  try {
    const link = join(holder, 'd')
    await symlink(directory, link)
    return await work(link)
  } finally {
    await rm(holder, { recursive: true, force: true })
  }
}
