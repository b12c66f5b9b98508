// What the services need from whoever hosts them.
import { z } from 'zod'

/** Of one connection. A field that is absent is not known. */
export const connectionSecrets = z.object({ password: z.string().optional(), key: z.string().optional() })
export type ConnectionSecrets = z.infer<typeof connectionSecrets>

/** Keeps passwords and private keys, by connection id, where nobody else reads them. */
export interface SecretStore {
  /** Where, as a sentence for the user. It may change with what `load` and `save` run into. */
  readonly kept: string
  /** Empty where nothing is kept or nothing can be read any more. */
  load(): Promise<ReadonlyMap<string, ConnectionSecrets>>
  /** Never rejects: what cannot be kept is told of by `kept`, and asked for again after the next start. */
  save(secrets: ReadonlyMap<string, ConnectionSecrets>): Promise<void>
}

/** A host that keeps one text for us, readable by nobody else. */
export interface SealedText {
  /** `text` null = nothing is kept. `kept`: where, as a sentence; null = this host cannot keep secrets. */
  load(): Promise<{ readonly text: string | null; readonly kept: string | null }>
  save(text: string): Promise<{ readonly kept: string | null }>
}
