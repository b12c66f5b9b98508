// The core's side of the supervisor's wire: starts the core, attaches ports to it, stops it, and says why it cannot start.
import type { MessageEvent, MessagePortMain } from 'electron'
import type { CoreCommand, CoreNotice } from './core-messages.ts'

export const EXIT_STOPPED = 0
export const EXIT_CRASHED = 1
export const EXIT_REFUSED = 2

export interface RunningCore {
  readonly kafkaAddress: string
  readonly dataFolder: string
  attachPort(port: MessagePortMain): void
  stop(): Promise<void>
}

export interface CoreChildOptions {
  parent: {
    on(event: 'message', listener: (event: MessageEvent) => void): unknown
    postMessage(notice: CoreNotice): void
  }
  start: () => Promise<RunningCore>
  /** The sentence for the user if starting again would not help; undefined for a crash. */
  refusalOf: (error: unknown) => string | undefined
  exit: (code: number) => void
  report: (error: unknown) => void
}

/** Ports that come before the core runs wait for it. */
export async function runCoreChild({ parent, start, refusalOf, exit, report }: CoreChildOptions): Promise<void> {
  const starting = start()
  const open = new Set<MessagePortMain>() // a port that nobody holds may be collected, which closes it
  parent.on('message', ({ data, ports }) => {
    const command = data as CoreCommand
    if (command === 'quit') void starting.then((core) => core.stop()).then(() => exit(EXIT_STOPPED), (error: unknown) => (report(error), exit(EXIT_CRASHED)))
    const port = ports[0]
    if (command !== 'port' || !port) return
    open.add(port)
    port.on('close', () => open.delete(port))
    void starting.then((core) => core.attachPort(port), () => port.close())
  })
  try {
    const { kafkaAddress, dataFolder } = await starting
    parent.postMessage({ type: 'ready', kafkaAddress, dataFolder })
  } catch (error) {
    const reason = refusalOf(error)
    if (reason === undefined) report(error)
    else parent.postMessage({ type: 'refused', reason })
    exit(reason === undefined ? EXIT_CRASHED : EXIT_REFUSED)
  }
}
