// Who may come in by which port: the words of the command line for it, and what they change about a broker.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ParseArgsOptionsConfig } from 'node:util'
import { fileTrouble } from '../base/atomic-file.ts'
import type { Logger } from '../base/logger.ts'
import type { Broker } from '../broker/broker.ts'
import { type ListenerSpec, SECURITY_PROTOCOLS, type SecurityProtocol, usesSasl } from '../broker/listeners.ts'
import { didYouMean } from '../metadata/did-you-mean.ts'
import { StartupError } from './startup-error.ts'

export interface KafkaAccess {
  /** Of the usual Kafka port; undefined: as the settings say, else PLAINTEXT. */
  readonly protocol: SecurityProtocol | undefined
  /** Further ports. */
  readonly listeners: readonly ListenerSpec[]
  readonly users: readonly User[]
  /** A file of `name:password` lines; null = none. */
  readonly usersFile: string | null
}

interface User {
  readonly name: string
  readonly password: string
}

export const ACCESS_OPTIONS = {
  'security': { type: 'string' },
  'tls': { type: 'boolean' },
  'listen': { type: 'string', multiple: true },
  'user': { type: 'string', multiple: true },
  'users': { type: 'string' },
  'acls': { type: 'boolean' },
} satisfies ParseArgsOptionsConfig

export const ACCESS_USAGE = `  --security NAME    Who may use the Kafka port: PLAINTEXT (default), SSL, SASL_PLAINTEXT or SASL_SSL
  --tls              TLS on the Kafka port: SSL, or SASL_SSL with --security SASL_PLAINTEXT
  --listen NAME:PORT A further Kafka port with a security protocol of its own, for example SASL_SSL:9093; may be repeated
  --user NAME:PASSWORD  Somebody who may sign in, by PLAIN and SCRAM; may be repeated. Kept salted, as Kafka keeps SCRAM credentials
  --users FILE       The same from a file with a NAME:PASSWORD line each, which does not show in the list of processes
  --acls             Ask access rules (ACLs) before everything; --set super.users=User:NAME names who may do it all
`

export interface AccessValues {
  readonly security?: string | undefined
  readonly tls?: boolean | undefined
  readonly listen?: readonly string[] | undefined
  readonly user?: readonly string[] | undefined
  readonly users?: string | undefined
  readonly acls?: boolean | undefined
}

export const AUTHORIZER = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'
const MAX_PORT = 65_535
/** What a key of the store has room for. */
const MAX_NAME_BYTES = 1_000

/** Broker settings that the words stand for. */
export function accessSettings({ acls }: AccessValues): Record<string, string> {
  return acls ? { 'authorizer.class.name': AUTHORIZER } : {}
}

/** undefined where nothing was said. */
export function kafkaAccess({ security, tls, listen, user, users }: AccessValues, workingDirectory: string): KafkaAccess | undefined {
  if (security === undefined && !tls && !listen && !user && users === undefined) return undefined
  const protocol = security === undefined ? undefined : protocolOf('--security', security)
  return {
    protocol: tls ? overTls(protocol) : protocol,
    listeners: (listen ?? []).map(listenerOf),
    users: (user ?? []).map((text) => userOf(text, 'Option "--user"')),
    usersFile: users === undefined ? null : resolve(workingDirectory, users),
  }
}

function protocolOf(option: string, text: string): SecurityProtocol {
  const protocol = SECURITY_PROTOCOLS.find((known) => known === text.toUpperCase())
  if (protocol) return protocol
  throw new StartupError(`Option "${option}" cannot be "${text}": it must be one of ${SECURITY_PROTOCOLS.join(', ')}.${didYouMean(text, SECURITY_PROTOCOLS)}`)
}

const overTls = (protocol: SecurityProtocol | undefined): SecurityProtocol => (protocol !== undefined && usesSasl(protocol) ? 'SASL_SSL' : 'SSL')

function listenerOf(text: string, index: number): ListenerSpec {
  const [, name = '', port = ''] = /^([^:]*):(\d{1,5})$/.exec(text) ?? []
  if (name === '' || Number(port) > MAX_PORT) throw new StartupError(`Option "--listen" cannot be "${text}": write it as SASL_SSL:9093.`)
  const protocol = protocolOf('--listen', name)
  return { name: `${protocol}_${index + 2}`, protocol, host: '127.0.0.1', port: Number(port) }
}

/** The password is not repeated. */
function userOf(text: string, where: string): User {
  const colon = text.indexOf(':')
  if (colon < 1 || colon === text.length - 1) throw new StartupError(`${where} needs a name and a password: write it as alice:secret.`)
  const name = text.slice(0, colon)
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw new StartupError(`${where} has a name of more than ${MAX_NAME_BYTES} bytes.`)
  return { name, password: text.slice(colon + 1) }
}

export function listenersOf(access: KafkaAccess | undefined): { securityProtocol?: SecurityProtocol; listeners?: readonly ListenerSpec[] } {
  if (access === undefined) return {}
  return { ...(access.protocol && { securityProtocol: access.protocol }), listeners: access.listeners }
}

/** A broker that nobody could have come into is not left running. */
export async function createUsersOrStop(broker: Broker, access: KafkaAccess | undefined, logger: Logger): Promise<void> {
  try {
    await createUsers(broker, access, logger)
  } catch (error) {
    await broker.stop()
    throw error
  }
}

/** Gives those who were named their passwords, and says when nobody could come in. */
async function createUsers({ context }: Broker, access: KafkaAccess | undefined, logger: Logger): Promise<void> {
  const { credentials, listeners, configs } = context
  for (const { name, password } of [...(access?.users ?? []), ...(await usersIn(access?.usersFile ?? null))]) await credentials.setPassword(name, password)
  const nobody = credentials.users().length === 0 && !configs.isSet('sasl.jaas.config')
  if (nobody && listeners.some(({ protocol }) => usesSasl(protocol))) logger.warn('There is no user yet who could sign in: name one with --user NAME:PASSWORD.')
}

async function usersIn(path: string | null): Promise<User[]> {
  if (path === null) return []
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new StartupError(`The users' file "${path}" cannot be read (${fileTrouble(error)}).`)
  })
  return text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [userOf(line.trim(), `Line ${at + 1} of "${path}"`)]))
}

/** What somebody at a terminal has to know about the ports; nothing where there is one in plain. */
export function accessLines({ context, authorityFile }: Broker): string[] {
  const { listeners } = context
  if (listeners.every(({ protocol }) => protocol === 'PLAINTEXT')) return []
  return [
    ...listeners.map(({ protocol, advertised: { host, port } }) => `headwater: listener ${protocol} ${host}:${port}\n`),
    ...(authorityFile === null ? [] : [`headwater: trust ${authorityFile}\n`]),
  ]
}
