// X.509 certificates (RFC 5280) of elliptic-curve keys: an authority of one's own, and what it signs for servers and clients.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Random } from '../base/random.ts'
import { bits, boolean, der, integer, octets, oid, sequence, set, tagged, time, utf8 } from './der.ts'

/** PEM. */
export interface KeyedCertificate {
  readonly certificate: string
  readonly key: string
}

export interface CertificateRequest {
  readonly commonName: string
  /** Host names and IP addresses that the certificate is good for (subjectAltName). */
  readonly names?: readonly string[]
  readonly validFromMs: number
  readonly validUntilMs: number
}

const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'))

const KEY_USAGE = '2.5.29.15'
const SUBJECT_KEY_ID = '2.5.29.14'
const SUBJECT_ALT_NAME = '2.5.29.17'
const BASIC_CONSTRAINTS = '2.5.29.19'
const AUTHORITY_KEY_ID = '2.5.29.35'
const EXTENDED_KEY_USAGE = '2.5.29.37'
const SERVER_AND_CLIENT = sequence(oid('1.3.6.1.5.5.7.3.1'), oid('1.3.6.1.5.5.7.3.2'))

export function makeAuthority(request: CertificateRequest, random: Random): KeyedCertificate {
  const { publicKey, privateKey } = newKeys()
  return { certificate: certify(request, publicKey, { name: request.commonName, key: privateKey, publicKey }, true, random), key: pemOf(privateKey) }
}

/** With a key of its own. `authorityName` is the common name of the authority. */
export function issueCertificate(request: CertificateRequest, authority: KeyedCertificate, authorityName: string, random: Random): KeyedCertificate {
  const { publicKey, privateKey } = newKeys()
  const issuer = { name: authorityName, key: createPrivateKey(authority.key), publicKey: createPublicKey(authority.certificate) }
  return { certificate: certify(request, publicKey, issuer, false, random), key: pemOf(privateKey) }
}

export function selfSign(request: CertificateRequest, random: Random): KeyedCertificate {
  const { publicKey, privateKey } = newKeys()
  return { certificate: certify(request, publicKey, { name: request.commonName, key: privateKey, publicKey }, false, random), key: pemOf(privateKey) }
}

interface Issuer {
  readonly name: string
  readonly key: KeyObject
  readonly publicKey: KeyObject
}

function certify({ commonName, names = [], validFromMs, validUntilMs }: CertificateRequest, publicKey: KeyObject, issuer: Issuer, isAuthority: boolean, random: Random): string {
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    // Positive, and never with a leading zero byte.
    integer(Buffer.concat([Buffer.from([1]), random.bytes(15)])),
    ECDSA_SHA256,
    nameOf(issuer.name),
    sequence(time(validFromMs), time(validUntilMs)),
    nameOf(commonName),
    spkiOf(publicKey),
    tagged(3, sequence(...extensions(names, publicKey, issuer.publicKey, isAuthority))),
  )
  const certificate = sequence(body, ECDSA_SHA256, bits(sign('sha256', body, issuer.key)))
  const lines = certificate.toString('base64').match(/.{1,64}/g)!.join('\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

function extensions(names: readonly string[], publicKey: KeyObject, issuerKey: KeyObject, isAuthority: boolean): Buffer[] {
  return [
    extension(BASIC_CONSTRAINTS, sequence(...(isAuthority ? [boolean(true)] : [])), true),
    // keyCertSign and cRLSign, or digitalSignature.
    extension(KEY_USAGE, isAuthority ? bits(Buffer.from([0b0000_0110]), 1) : bits(Buffer.from([0b1000_0000]), 7), true),
    extension(SUBJECT_KEY_ID, octets(keyIdOf(publicKey))),
    extension(AUTHORITY_KEY_ID, sequence(der(0x80, keyIdOf(issuerKey)))),
    ...(isAuthority ? [] : [extension(EXTENDED_KEY_USAGE, SERVER_AND_CLIENT)]),
    ...(names.length > 0 ? [extension(SUBJECT_ALT_NAME, sequence(...names.map(alternative)))] : []),
  ]
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value))
}

function alternative(name: string): Buffer {
  if (name.includes(':')) return der(0x87, ipv6Bytes(name))
  return /^\d+(\.\d+){3}$/.test(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name))
}

function ipv6Bytes(address: string): Buffer {
  const [head = '', tail = ''] = address.split('::')
  const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => parseInt(group, 16)))
  const [before, after] = [groups(head), groups(tail)]
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after]
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 0xff]))
}

const nameOf = (commonName: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))))

const keyIdOf = (publicKey: KeyObject): Buffer => createHash('sha256').update(spkiOf(publicKey)).digest().subarray(0, 20)

const spkiOf = (publicKey: KeyObject): Buffer => publicKey.export({ type: 'spki', format: 'der' })

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

function newKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' })
}
