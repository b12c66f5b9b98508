// How a cluster is spoken to: in plain or over TLS, signed in or not. It holds secrets: nothing here goes into a message or a log.

export interface TlsSettings {
  /** PEM; null = the authorities that this computer trusts. */
  readonly ca: string | null
  /** PEM of the client's own certificate, and its key, for mutual TLS. */
  readonly certificate: string | null
  readonly key: string | null
  /** Checked, and asked for (SNI), instead of the host that is dialled. */
  readonly serverName: string | null
  readonly acceptAnyCertificate: boolean
}

export interface SaslSettings {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
  readonly username: string
  readonly password: string
}

export interface ClusterSecurity {
  readonly tls: TlsSettings | null
  readonly sasl: SaslSettings | null
}

export const PLAINTEXT: ClusterSecurity = { tls: null, sasl: null }
