// Secrets where there is no keychain: in memory, until Headwater stops; and where a host keeps a sealed text for us.
import { z } from 'zod'
import type { Logger } from '../base/logger.ts'
import { type ConnectionSecrets, connectionSecrets, type SealedText, type SecretStore } from './ports.ts'

export const KEPT_IN_MEMORY = 'Passwords and private keys are kept in memory only, until Headwater stops; then they are asked for again.'

/** The connections service has them in memory already; this keeps them nowhere else. */
export function memorySecretStore(): SecretStore {
  return { kept: KEPT_IN_MEMORY, load: async () => new Map(), save: async () => {} }
}

const file = z.object({ version: z.literal(1), secrets: z.record(z.string(), connectionSecrets) })

export function sealedSecretStore(sealed: SealedText, logger: Logger): SecretStore {
  let kept = KEPT_IN_MEMORY
  return {
    get kept() {
      return kept
    },
    async load() {
      const answer = await sealed.load()
      kept = answer.kept ?? KEPT_IN_MEMORY
      return answer.text === null ? new Map<string, ConnectionSecrets>() : parse(answer.text, logger)
    },
    async save(secrets) {
      const answer = await sealed.save(JSON.stringify({ version: 1, secrets: Object.fromEntries(secrets) }))
      kept = answer.kept ?? KEPT_IN_MEMORY
    },
  }
}

/** What a newer version has kept is asked for again; the reason never quotes the text. */
function parse(text: string, logger: Logger): ReadonlyMap<string, ConnectionSecrets> {
  try {
    return new Map(Object.entries(file.parse(JSON.parse(text)).secrets))
  } catch {
    logger.warn('The kept passwords are not in a form that this version of Headwater reads; they are asked for again.')
    return new Map()
  }
}
