// The flags of `npm start`, and the part of them that goes on to the desktop application.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface StartFlags {
  host: 'auto' | 'browser' | 'desktop'
  openBrowser: boolean
  webPort: number | undefined
  kafkaPort: number | undefined
  dataDirectory: string | undefined
}

export interface DesktopFlags {
  kafkaPort: number | undefined
  dataDirectory: string | undefined
}

/** Bad flags; the message is a sentence for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

const FLAGS = {
  browser: { type: 'boolean' },
  desktop: { type: 'boolean' },
  'no-open': { type: 'boolean' },
  'web-port': { type: 'string' },
  'kafka-port': { type: 'string' },
  data: { type: 'string' },
} as const

export const USAGE = 'Flags: --browser --desktop --no-open --web-port N --kafka-port N --data DIR.'

/** `workingDirectory` is the user's, which `npm start` changes: a relative --data is meant from there. */
export function parseStartFlags(args: readonly string[], workingDirectory: string): StartFlags {
  const { tokens } = parseArgs({ args: [...args], options: FLAGS, strict: false, tokens: true })
  const values = new Map<string, string | undefined>()
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue
    if (token.kind === 'positional') throw new UsageError(`Unexpected argument "${token.value}". ${USAGE}`)
    if (!(token.name in FLAGS)) throw new UsageError(`Unknown flag "${token.rawName}". ${USAGE}`)
    values.set(token.name, token.value)
  }
  for (const name of ['web-port', 'kafka-port', 'data']) {
    if (values.has(name) && !values.get(name)) throw new UsageError(`The flag --${name} needs a value. ${USAGE}`)
  }
  const data = values.get('data')
  return {
    host: values.has('browser') ? 'browser' : values.has('desktop') ? 'desktop' : 'auto',
    openBrowser: !values.has('no-open'),
    webPort: parsePort('web-port', values.get('web-port')),
    kafkaPort: parsePort('kafka-port', values.get('kafka-port')),
    dataDirectory: data === undefined ? undefined : resolve(workingDirectory, data),
  }
}

/** Electron's own command line carries switches of Chromium, too: what is not ours is none of our business. */
export function parseDesktopFlags(args: readonly string[]): DesktopFlags {
  const valueOf = (name: string): string | undefined => args.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3)
  return { kafkaPort: parsePort('kafka-port', valueOf('kafka-port')), dataDirectory: valueOf('data') }
}

export function desktopArguments({ kafkaPort, dataDirectory }: DesktopFlags): string[] {
  return [
    ...(kafkaPort === undefined ? [] : [`--kafka-port=${kafkaPort}`]),
    ...(dataDirectory === undefined ? [] : [`--data=${dataDirectory}`]),
  ]
}

/** The arguments of the built command-line host that serves the same workbench to a browser. */
export function serveArguments({ openBrowser, webPort, kafkaPort, dataDirectory }: StartFlags): string[] {
  return [
    'serve',
    ...(webPort === undefined ? [] : ['--web-port', String(webPort)]),
    ...(kafkaPort === undefined ? [] : ['--kafka-port', String(kafkaPort)]),
    ...(dataDirectory === undefined ? [] : ['--data', dataDirectory]),
    ...(openBrowser ? [] : ['--no-open']),
  ]
}

function parsePort(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError(`The flag --${name} takes a port from 0 to 65535, not "${text}".`)
  return port
}
