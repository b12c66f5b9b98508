// Secrets of the core on disk, sealed by the operating system's keychain (safeStorage). The main process only: Electron has it nowhere else.
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Logger } from '../core/base/logger.ts'
import type { SecretsAnswer } from './core-messages.ts'

/** What is needed of Electron's safeStorage. */
export interface Keychain {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(sealed: Buffer): string
  /** Linux only. */
  getSelectedStorageBackend?(): string
}

export interface SecretFileOptions {
  readonly path: string
  readonly keychain: Keychain
  readonly platform: NodeJS.Platform
  readonly logger: Pick<Logger, 'warn'>
}

const KEYCHAINS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'the macOS Keychain', win32: 'your Windows account (DPAPI)' }

export class SecretFile {
  readonly #options: SecretFileOptions

  constructor(options: SecretFileOptions) {
    this.#options = options
  }

  /** `save` null: only reads. Nothing that is said or logged here contains a secret. */
  answer(save: string | null): SecretsAnswer {
    if (!this.#isSealing()) return { text: null, kept: null }
    const { platform } = this.#options
    const kept = `Passwords and private keys are kept on this computer, encrypted with a key of ${KEYCHAINS[platform] ?? 'the desktop’s keyring'}.`
    return save === null ? this.#load(kept) : this.#save(save, kept)
  }

  #isSealing(): boolean {
    const { keychain, platform } = this.#options
    // Without a keyring, Chromium on Linux "encrypts" with a key that stands in its source code.
    return keychain.isEncryptionAvailable() && (platform !== 'linux' || keychain.getSelectedStorageBackend?.() !== 'basic_text')
  }

  #load(kept: string): SecretsAnswer {
    const { path, keychain, logger } = this.#options
    let sealed: Buffer
    try {
      sealed = readFileSync(path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') logger.warn(`"${path}" cannot be read: ${(error as Error).message}`)
      return { text: null, kept }
    }
    try {
      return { text: keychain.decryptString(sealed), kept }
    } catch (error) {
      const aside = `${path}.unreadable`
      renameSync(path, aside)
      logger.warn(`The kept passwords cannot be decrypted (${(error as Error).message}). The file was kept as "${aside}"; they are asked for again.`)
      return { text: null, kept }
    }
  }

  #save(text: string, kept: string): SecretsAnswer {
    const { path, keychain, logger } = this.#options
    try {
      const temporary = `${path}.new`
      writeFileSync(temporary, keychain.encryptString(text), { mode: 0o600, flush: true })
      renameSync(temporary, path)
      return { text: null, kept }
    } catch (error) {
      logger.warn(`"${path}" cannot be written: ${(error as Error).message}`)
      return { text: null, kept: `Passwords and private keys could not be written to "${path}", so they are kept in memory only.` }
    }
  }
}
