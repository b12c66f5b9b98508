// One connection's security in its four forms: as entered, as stored without secrets, as shown, and as the client uses it.
import type { ClusterSecurity } from '../client/cluster-security.ts'
import type { Connection, Security, SecurityInput } from '../contract/connections.ts'
import type { StoredSecurity } from './connection-store.ts'
import type { ConnectionSecrets } from './ports.ts'

export function storedSecurity({ tls, sasl }: SecurityInput): StoredSecurity {
  return {
    tls: tls && { ca: tls.ca, certificate: tls.certificate, serverName: tls.serverName, acceptAnyCertificate: tls.acceptAnyCertificate },
    sasl: sasl && { mechanism: sasl.mechanism, username: sasl.username },
  }
}

/** Those entered, then those kept; none that the connection has no use for. */
export function secretsOf({ tls, sasl }: SecurityInput, kept: ConnectionSecrets): ConnectionSecrets {
  const password = sasl ? (sasl.password ?? kept.password) : undefined
  const key = tls?.certificate ? (tls.key ?? kept.key) : undefined
  return { ...(password !== undefined && { password }), ...(key !== undefined && { key }) }
}

export function missingSecrets({ tls, sasl }: StoredSecurity, secrets: ConnectionSecrets): Connection['missingSecrets'] {
  return [
    ...(sasl && secrets.password === undefined ? (['password'] as const) : []),
    ...(tls?.certificate && secrets.key === undefined ? (['key'] as const) : []),
  ]
}

export function shownSecurity({ tls, sasl }: StoredSecurity, secrets: ConnectionSecrets): Security {
  return {
    tls: tls && { ...tls, hasKey: secrets.key !== undefined },
    sasl: sasl && { ...sasl, hasPassword: secrets.password !== undefined },
  }
}

/** Only with none missing. */
export function clusterSecurity({ tls, sasl }: StoredSecurity, secrets: ConnectionSecrets): ClusterSecurity {
  return {
    tls: tls && { ...tls, key: secrets.key ?? null },
    sasl: sasl && { ...sasl, password: secrets.password ?? '' },
  }
}
