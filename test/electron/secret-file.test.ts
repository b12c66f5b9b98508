// Secrets on disk, with a stand-in for the operating system's keychain.
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Keychain, SecretFile } from '../../electron/secret-file.ts'

/** Turns every bit: enough to see that nothing is written as it is. */
const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff))

const keychain: Keychain = {
  isEncryptionAvailable: () => true,
  encryptString: (text) => turned(Buffer.from(text)),
  decryptString: (sealed) => turned(sealed).toString(),
  getSelectedStorageBackend: () => 'gnome_libsecret',
}

function open(options: { keychain?: Partial<Keychain>; platform?: NodeJS.Platform; path?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-secrets-'))
  const path = options.path ?? join(folder, 'secrets.bin')
  const logged: string[] = []
  const logger = { warn: (message: string) => void logged.push(message) }
  return { folder, path, logged, file: new SecretFile({ path, keychain: { ...keychain, ...options.keychain }, platform: options.platform ?? 'darwin', logger }) }
}

const inKeychain = 'Passwords and private keys are kept on this computer, encrypted with a key of the macOS Keychain.'

it('gives back what was kept last, which stands nowhere on disk as it is', () => {
  const { file, folder, path } = open()
  expect(file.answer(null)).toEqual({ text: null, kept: inKeychain })
  expect(file.answer('open sesame')).toEqual({ text: null, kept: inKeychain })
  expect(file.answer(null)).toEqual({ text: 'open sesame', kept: inKeychain })
  expect(readdirSync(folder)).toEqual(['secrets.bin'])
  expect(readFileSync(path).toString()).not.toContain('sesame')
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
})

it.each([
  ['there is no encryption', { isEncryptionAvailable: () => false }],
  ['Linux has no keyring, and the key would be a public one', { getSelectedStorageBackend: () => 'basic_text' }],
])('keeps nothing on disk when %s', (_when, lacking) => {
  const { file, path } = open({ keychain: lacking, platform: 'linux' })
  expect(file.answer('open sesame')).toEqual({ text: null, kept: null })
  expect(existsSync(path)).toBe(false)
})

it('names where it keeps them', () => {
  expect(open({ platform: 'win32' }).file.answer(null).kept).toContain('your Windows account (DPAPI)')
  expect(open({ platform: 'linux' }).file.answer(null).kept).toContain('the desktop’s keyring')
})

it('keeps a file aside that the keychain does not open any more, and says so without its contents', () => {
  const refusing = { decryptString: () => assertNever() }
  const { file, path, logged, folder } = open({ keychain: refusing })
  writeFileSync(path, 'sealed')
  expect(file.answer(null)).toEqual({ text: null, kept: inKeychain })
  expect(readdirSync(folder)).toEqual(['secrets.bin.unreadable'])
  expect(logged).toEqual([`The kept passwords cannot be decrypted (wrong key). The file was kept as "${path}.unreadable"; they are asked for again.`])
})

function assertNever(): never {
  throw new Error('wrong key')
}

it('says so when they cannot be written', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'headwater-secrets-')), 'absent', 'secrets.bin')
  const { file, logged } = open({ path })
  expect(file.answer('open sesame').kept).toBe(`Passwords and private keys could not be written to "${path}", so they are kept in memory only.`)
  expect(logged.join()).not.toContain('sesame')
  expect(logged).toHaveLength(1)
})
