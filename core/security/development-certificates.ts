// Certificates for prototyping: an authority of this data folder and a server certificate for loopback, made when first needed and kept in `tls/`.
import { X509Certificate } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { readIfThere, writeAtomically } from '../base/atomic-file.ts'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { issueCertificate, type KeyedCertificate, makeAuthority } from './certificate.ts'

export interface DevelopmentCertificates {
  /** What clients are told to trust. */
  readonly authorityFile: string
  readonly authority: KeyedCertificate
  readonly server: KeyedCertificate
}

export interface CertificateDeps {
  readonly clock: Clock
  readonly random: Random
}

/** For what listens on loopback; whoever forwards a port uses one of these too. */
const SERVER_NAMES = ['localhost', '127.0.0.1', '::1']
const DAY_MS = 86_400_000
const AUTHORITY_DAYS = 3_650
/** The longest that every client accepts. */
const ISSUED_DAYS = 820
const RENEW_DAYS = 30

export async function developmentCertificates(directory: string, deps: CertificateDeps): Promise<DevelopmentCertificates> {
  const folder = join(directory, 'tls')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const nowMs = deps.clock.now()
  const authority = (await load(folder, 'ca', nowMs)) ?? (await keep(folder, 'ca', makeAuthority({ commonName: authorityName(deps), ...validity(AUTHORITY_DAYS, nowMs) }, deps.random)))
  const server = await load(folder, 'server', nowMs, authority)
  return {
    authorityFile: join(folder, 'ca.pem'),
    authority,
    server: server ?? (await keep(folder, 'server', issue(authority, 'localhost', SERVER_NAMES, deps))),
  }
}

/** A client certificate for mutual TLS; the broker then knows its bearer as `User:CN=<name>`. */
export function developmentClient(authority: KeyedCertificate, name: string, deps: CertificateDeps): KeyedCertificate {
  return issue(authority, name, [], deps)
}

/** Each folder's own: several of them may be trusted side by side. */
const authorityName = ({ random }: CertificateDeps): string => `Headwater development CA ${random.bytes(4).toString('hex')}`

function issue(authority: KeyedCertificate, commonName: string, names: readonly string[], { clock, random }: CertificateDeps): KeyedCertificate {
  const issuer = new X509Certificate(authority.certificate).subject.replace(/^CN=/, '')
  return issueCertificate({ commonName, names, ...validity(ISSUED_DAYS, clock.now()) }, authority, issuer, random)
}

function validity(days: number, nowMs: number): { validFromMs: number; validUntilMs: number } {
  return { validFromMs: nowMs - DAY_MS, validUntilMs: nowMs + days * DAY_MS }
}

/** undefined where there is none, none that can be used, or none for long. */
async function load(folder: string, name: string, nowMs: number, issuer?: KeyedCertificate): Promise<KeyedCertificate | undefined> {
  const [certificate, key] = await Promise.all([readIfThere(join(folder, `${name}.pem`)), readIfThere(join(folder, `${name}-key.pem`))])
  if (certificate === null || key === null) return undefined
  const parsed = parse(certificate)
  if (!parsed || Date.parse(parsed.validTo) < nowMs + RENEW_DAYS * DAY_MS) return undefined
  if (issuer && !parsed.verify(new X509Certificate(issuer.certificate).publicKey)) return undefined
  return { certificate, key }
}

function parse(certificate: string): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate)
  } catch {
    // A damaged file is replaced: whoever trusted the old one is told by the next handshake.
    return undefined
  }
}

/** Readable by nobody else. */
async function keep(folder: string, name: string, made: KeyedCertificate): Promise<KeyedCertificate> {
  await writeAtomically(join(folder, `${name}-key.pem`), made.key)
  await writeAtomically(join(folder, `${name}.pem`), made.certificate)
  return made
}
