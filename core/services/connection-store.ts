// Added clusters on disk: `connections.json` in the data folder, written atomically; a file that cannot be read is kept aside.
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'

const storedConnection = z.object({ id: z.string().min(1), name: z.string().min(1), bootstrapServers: z.array(z.string().min(1)).min(1) })
export type StoredConnection = z.infer<typeof storedConnection>

const VERSION = 1
const file = z.object({ version: z.literal(VERSION), connections: z.array(storedConnection) })

export class ConnectionStore {
  readonly #path: string

  constructor(directory: string) {
    this.#path = join(directory, 'connections.json')
  }

  /** An absent file is an empty list; one that is broken, or of another version, is moved aside and told of. */
  async load(clock: Clock, logger: Logger): Promise<StoredConnection[]> {
    const text = await readFile(this.#path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null
      throw error
    })
    if (text === null) return []
    const parsed = parse(text)
    if ('connections' in parsed) return parsed.connections
    const aside = `${this.#path}.broken-${new Date(clock.now()).toISOString().replaceAll(':', '-')}`
    await rename(this.#path, aside)
    logger.warn(`"${this.#path}" cannot be used (${parsed.reason}). It was kept as "${aside}"; the list of clusters starts empty.`)
    return []
  }

  /** Resolves once the list would survive a crash. One at a time: the caller waits before it saves again. */
  async save(connections: readonly StoredConnection[]): Promise<void> {
    await writeAtomically(this.#path, `${JSON.stringify({ version: VERSION, connections }, null, 2)}\n`)
  }
}

function parse(text: string): { connections: StoredConnection[] } | { reason: string } {
  try {
    const { success, data, error } = file.safeParse(JSON.parse(text))
    return success ? { connections: data.connections } : { reason: z.prettifyError(error).replaceAll('\n', ' ') }
  } catch (error) {
    return { reason: (error as Error).message }
  }
}

async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, path)
}
