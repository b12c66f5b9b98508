// What the main process and the core process say to each other. Everything else goes over the page's own port.

/** How the core is to be started; handed over as one JSON argument. */
export interface CoreArguments {
  /** Absent: the usual one of this user, whose settings may put the broker's data elsewhere. */
  dataDirectory?: string
  /** Absent: as the settings say. */
  kafkaPort?: number
}

/** What the main process keeps for the core. */
export interface SecretsAnswer {
  /** null = nothing is kept, or this was not asked for. */
  text: string | null
  /** Where it is kept, as a sentence; null = there is no keychain here. */
  kept: string | null
}

/** `port` carries one end of a channel in its transfer list. */
export type CoreCommand = 'port' | 'quit' | ({ type: 'secrets'; id: number } & SecretsAnswer)

export type CoreNotice =
  | { type: 'ready'; kafkaAddress: string; dataFolder: string }
  /** Asks for the secrets that are kept; `save` replaces them first. */
  | { type: 'secrets'; id: number; save: string | null }
  /** The core cannot start, and starting it again would not help: `reason` is a sentence for the user. */
  | { type: 'refused'; reason: string }
