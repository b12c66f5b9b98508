// A cluster as the form has it, and the way to and from the contract.
import type { Connection, SaslMechanism, SecurityInput } from '../../../core/contract/connections.ts'
import { parseBootstrapServers } from './bootstrap-servers.ts'
import type { ClientConfig } from './client-config.ts'

export interface ConnectionForm {
  servers: string
  name: string
  hue: number | null
  tls: boolean
  /** PEM; empty = the authorities that this computer trusts. */
  ca: string
  certificate: string
  /** Empty = as kept, where one is. */
  key: string
  serverName: string
  acceptAnyCertificate: boolean
  mechanism: SaslMechanism | 'none'
  username: string
  /** Empty = as kept, where one is. */
  password: string
}

export const EMPTY_FORM: ConnectionForm = {
  servers: '',
  name: '',
  hue: null,
  tls: false,
  ca: '',
  certificate: '',
  key: '',
  serverName: '',
  acceptAnyCertificate: false,
  mechanism: 'none',
  username: '',
  password: '',
}

export function formOf({ name, bootstrapServers, hue, security: { tls, sasl } }: Connection): ConnectionForm {
  return {
    ...EMPTY_FORM,
    servers: bootstrapServers.join(', '),
    name,
    hue,
    tls: tls !== null,
    ca: tls?.ca ?? '',
    certificate: tls?.certificate ?? '',
    serverName: tls?.serverName ?? '',
    acceptAnyCertificate: tls?.acceptAnyCertificate ?? false,
    mechanism: sasl?.mechanism ?? 'none',
    username: sasl?.username ?? '',
  }
}

/** What a pasted configuration says, over what was there. */
export function withConfig(form: ConnectionForm, config: ClientConfig): ConnectionForm {
  const { bootstrapServers, notUnderstood: _told, ...found } = config
  return { ...form, ...found, servers: bootstrapServers ?? form.servers }
}

export function serversOf({ servers }: ConnectionForm): string[] {
  return parseBootstrapServers(servers)
}

/** A name nobody has typed is the first server's. */
export function nameOf(form: ConnectionForm): string {
  return form.name.trim() || (serversOf(form)[0] ?? '')
}

export function securityOf(form: ConnectionForm): SecurityInput {
  const { tls, ca, certificate, key, serverName, acceptAnyCertificate, mechanism, username, password } = form
  return {
    tls: tls
      ? {
          ca: ca.trim() || null,
          certificate: certificate.trim() || null,
          ...(key.trim() !== '' && { key: key.trim() }),
          serverName: serverName.trim() || null,
          acceptAnyCertificate,
        }
      : null,
    sasl: mechanism === 'none' ? null : { mechanism, username, ...(password !== '' && { password }) },
  }
}

/** What Kafka calls it. */
export function protocolOf({ tls, mechanism }: Pick<ConnectionForm, 'tls' | 'mechanism'>): string {
  const transport = tls ? 'SSL' : 'PLAINTEXT'
  return mechanism === 'none' ? transport : `SASL_${transport}`
}

/** Why it cannot be tried out yet; null when it can. */
export function obstacleOf(form: ConnectionForm): string | null {
  if (serversOf(form).length === 0) return 'Enter at least one bootstrap server.'
  if (form.mechanism !== 'none' && form.username === '') return 'Enter a user name.'
  return null
}
