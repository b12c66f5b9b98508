// Added clusters on disk: `connections.json` in the data folder, written atomically; a file that cannot be read is kept aside.
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { asideName, readIfThere, writeAtomically } from '../base/atomic-file.ts'
import type { Clock } from '../base/clock.ts'
import type { Logger } from '../base/logger.ts'
import { clusterHue, saslMechanism } from '../contract/connections.ts'

/** Without its secrets: those never come into this file. */
const storedSecurity = z.object({
  tls: z.object({ ca: z.string().nullable(), certificate: z.string().nullable(), serverName: z.string().nullable(), acceptAnyCertificate: z.boolean() }).nullable(),
  sasl: z.object({ mechanism: saslMechanism, username: z.string().min(1) }).nullable(),
})
export type StoredSecurity = z.infer<typeof storedSecurity>

const address = { id: z.string().min(1), name: z.string().min(1), bootstrapServers: z.array(z.string().min(1)).min(1) }
const storedConnection = z.object({ ...address, hue: clusterHue.nullable(), security: storedSecurity })
export type StoredConnection = z.infer<typeof storedConnection>

export const NO_SECURITY: StoredSecurity = { tls: null, sasl: null }

const VERSION = 2
const current = z.object({ version: z.literal(VERSION), connections: z.array(storedConnection) })
/** Before there were colours and sign-in. */
const first = z.object({ version: z.literal(1), connections: z.array(z.object(address)) })
const file = z.discriminatedUnion('version', [current, first])

export class ConnectionStore {
  readonly #path: string

  constructor(directory: string) {
    this.#path = join(directory, 'connections.json')
  }

  /** An absent file is an empty list; one that is broken, or of another version, is moved aside and told of. */
  async load(clock: Clock, logger: Logger): Promise<StoredConnection[]> {
    const text = await readIfThere(this.#path)
    if (text === null) return []
    const parsed = parse(text)
    if ('connections' in parsed) return parsed.connections
    const aside = asideName(this.#path, clock.now())
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
    if (success) return { connections: data.version === 1 ? data.connections.map((old) => ({ ...old, hue: null, security: NO_SECURITY })) : data.connections }
    return { reason: z.prettifyError(error).replaceAll('\n', ' ') }
  } catch (error) {
    return { reason: (error as Error).message }
  }
}
