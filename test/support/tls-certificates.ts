// Certificates made on the spot: an authority, and what it signs, for TLS endpoints and clients of tests.
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { bits, boolean, der, integer, octets, oid, sequence, set, tagged, time, utf8 } from './der.ts'

/** PEM. */
export interface TestCertificate {
  readonly certificate: string
  readonly key: string
}

export interface CertificateOptions {
  readonly commonName: string
  /** Host names and IP addresses of subjectAltName. */
  readonly names?: readonly string[]
  readonly validFrom?: Date
  readonly validUntil?: Date
}

export interface TestAuthority extends TestCertificate {
  issue(options: CertificateOptions): TestCertificate
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))
const DAY_MS = 86_400_000

export function testAuthority(commonName = 'Headwater test CA'): TestAuthority {
  const keys = keyPair()
  const root = certify({ commonName }, keys.publicKey, { name: commonName, key: keys.privateKey }, true)
  return {
    certificate: root,
    key: pemOf(keys.privateKey),
    issue(options) {
      const own = keyPair()
      return { certificate: certify(options, own.publicKey, { name: commonName, key: keys.privateKey }, false), key: pemOf(own.privateKey) }
    },
  }
}

export function selfSigned(options: CertificateOptions): TestCertificate {
  const { publicKey, privateKey } = keyPair()
  return { certificate: certify(options, publicKey, { name: options.commonName, key: privateKey }, false), key: pemOf(privateKey) }
}

interface Issuer {
  readonly name: string
  readonly key: KeyObject
}

function certify(options: CertificateOptions, publicKey: KeyObject, issuer: Issuer, isAuthority: boolean): string {
  const now = Date.now()
  const { commonName, names = [], validFrom = new Date(now - DAY_MS), validUntil = new Date(now + 30 * DAY_MS) } = options
  const extensions = [extension('2.5.29.19', sequence(...(isAuthority ? [boolean(true)] : [])), true), ...(names.length > 0 ? [extension('2.5.29.17', alternatives(names))] : [])]
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)])
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(serial),
    ECDSA_SHA256,
    nameOf(issuer.name),
    sequence(time(validFrom), time(validUntil)),
    nameOf(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions)),
  )
  const certificate = sequence(body, ECDSA_SHA256, bits(sign('sha256', body, issuer.key)))
  const lines = certificate.toString('base64').match(/.{1,64}/g)!.join('\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

function keyPair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

const nameOf = (commonName: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))))

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value))
}

function alternatives(names: readonly string[]): Buffer {
  return sequence(...names.map((name) => (isIP(name) === 4 ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name)))))
}

