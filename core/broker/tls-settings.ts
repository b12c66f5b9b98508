// What the TLS listeners show and whom they trust: from the settings (PEM, in line or in a file), else made for this data folder.
import { readFile } from 'node:fs/promises'
import { fileTrouble } from '../base/atomic-file.ts'
import type { BrokerConfigs } from '../metadata/broker-configs.ts'
import { ConfigError } from '../metadata/config-definition.ts'
import { type CertificateDeps, developmentCertificates } from '../security/development-certificates.ts'
import type { TlsSettings } from './network/tls-server.ts'

export interface ListenerTls {
  readonly settings: TlsSettings
  /** The file of the authority that was made here, for clients to trust; null where the settings name a certificate. */
  readonly authorityFile: string | null
}

/** Rejects ConfigError. */
export async function loadTls(configs: BrokerConfigs, directory: string, deps: CertificateDeps): Promise<ListenerTls> {
  const own = await ownCertificate(configs)
  const trusted = configs.get('ssl.truststore.certificates') ?? (await pemFile(configs, 'ssl.truststore.location'))
  const clientAuth = configs.get('ssl.client.auth') as TlsSettings['clientAuth']
  const made = own && (trusted !== null || clientAuth === 'none') ? null : await developmentCertificates(directory, deps)
  const versions = configs.get('ssl.enabled.protocols')
  const suites = configs.get('ssl.cipher.suites')
  return {
    settings: {
      ...(own ?? { certificateChain: made!.server.certificate, key: made!.server.key, keyPassword: null }),
      clientAuthorities: trusted ?? made?.authority.certificate ?? null,
      clientAuth,
      minVersion: versions.includes('TLSv1.2') ? 'TLSv1.2' : 'TLSv1.3',
      maxVersion: versions.includes('TLSv1.3') ? 'TLSv1.3' : 'TLSv1.2',
      cipherSuites: suites.length === 0 ? null : suites.join(':'),
    },
    authorityFile: own ? null : made!.authorityFile,
  }
}

async function ownCertificate(configs: BrokerConfigs): Promise<Pick<TlsSettings, 'certificateChain' | 'key' | 'keyPassword'> | null> {
  const keyPassword = configs.get('ssl.key.password')
  const file = await pemFile(configs, 'ssl.keystore.location')
  const certificateChain = configs.get('ssl.keystore.certificate.chain') ?? (file && sections(file, /CERTIFICATE/))
  const key = configs.get('ssl.keystore.key') ?? (file && sections(file, /PRIVATE KEY/))
  if (certificateChain === null && key === null) return null
  if (!certificateChain) throw new ConfigError('A private key is set but no certificate: set "ssl.keystore.certificate.chain" too.')
  if (!key) throw new ConfigError('A certificate is set but no private key: set "ssl.keystore.key" too.')
  return { certificateChain, key, keyPassword }
}

async function pemFile(configs: BrokerConfigs, name: 'ssl.keystore.location' | 'ssl.truststore.location'): Promise<string | null> {
  const path = configs.get(name)
  if (path === null) return null
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new ConfigError(`Setting "${name}": "${path}" cannot be read (${fileTrouble(error)}).`)
  })
  if (/-----BEGIN [A-Z ]+-----/.test(text)) return text
  throw new ConfigError(`Setting "${name}": "${path}" holds nothing in PEM.`)
}

function sections(pem: string, label: RegExp): string {
  const all = pem.match(/-----BEGIN ([A-Z ]+)-----[^-]*-----END \1-----/g) ?? []
  return all.filter((section) => label.test(section.split('\n', 1)[0]!)).join('\n')
}
