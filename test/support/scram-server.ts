// The server's side of SCRAM (RFC 5802), written from the RFC and not from our client.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

export interface ScramServerOptions {
  readonly algorithm: 'sha256' | 'sha512'
  /** undefined = no such user. */
  passwordOf(username: string): string | undefined
  readonly iterations?: number
}

export interface ScramServer {
  /** The next message, or null = refused. */
  answer(message: string): string | null
}

export function scramServer({ algorithm, passwordOf, iterations = 4_096 }: ScramServerOptions): ScramServer {
  const salt = randomBytes(16)
  let clientFirst = ''
  let serverFirst = ''
  let password: string | undefined
  const first = (message: string): string => {
    clientFirst = message.replace(/^n,,/, '')
    const [, name = '', nonce = ''] = /^n=([^,]*),r=(.*)$/.exec(clientFirst) ?? []
    password = passwordOf(name.replaceAll('=2C', ',').replaceAll('=3D', '='))
    serverFirst = `r=${nonce}${randomBytes(12).toString('base64url')},s=${salt.toString('base64')},i=${iterations}`
    return serverFirst
  }
  const final = (message: string): string | null => {
    const [, withoutProof = '', proof = ''] = /^(c=biws,r=.*),p=(.*)$/.exec(message) ?? []
    if (password === undefined) return null
    const mac = (key: Buffer, text: string): Buffer => createHmac(algorithm, key).update(text).digest()
    const salted = pbkdf2Sync(password, salt, iterations, algorithm === 'sha256' ? 32 : 64, algorithm)
    const storedKey = createHash(algorithm).update(mac(salted, 'Client Key')).digest()
    const signed = `${clientFirst},${serverFirst},${withoutProof}`
    const signature = mac(storedKey, signed)
    const shown = Buffer.from(proof, 'base64')
    const clientKey = Buffer.from(signature.map((byte, at) => byte ^ (shown[at] ?? 0)))
    if (!createHash(algorithm).update(clientKey).digest().equals(storedKey)) return null
    return `v=${mac(mac(salted, 'Server Key'), signed).toString('base64')}`
  }
  return { answer: (message) => (serverFirst === '' ? first(message) : final(message)) }
}
