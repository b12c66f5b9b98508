// What the main process and the core process say to each other. Everything else goes over the page's own port.

/** How the core is to be started; handed over as one JSON argument. */
export interface CoreArguments {
  /** Absent: the usual one of this user, whose settings may put the broker's data elsewhere. */
  dataDirectory?: string
  /** Absent: as the settings say. */
  kafkaPort?: number
}

/** `port` carries one end of a channel in its transfer list. */
export type CoreCommand = 'port' | 'quit'

export type CoreNotice =
  | { type: 'ready'; kafkaAddress: string; dataFolder: string }
  /** The core cannot start, and starting it again would not help: `reason` is a sentence for the user. */
  | { type: 'refused'; reason: string }
