// What the words after `headwater` mean: a command with its options, or a sentence about what is wrong with them.
import { resolve } from 'node:path'
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'
import { BrokerConfigs, parseSettings } from '../metadata/broker-configs.ts'
import { didYouMean } from '../metadata/did-you-mean.ts'
import { kafkaReleaseProblem, kafkaReleases, NEWEST_RELEASE } from '../metadata/kafka-releases.ts'
import { defaultDataFolder } from './data-folder.ts'
import { DEFAULT_KAFKA_PORT, DEFAULT_WEB_PORT } from './default-ports.ts'
import { ACCESS_OPTIONS, ACCESS_USAGE, accessSettings, type AccessValues, type KafkaAccess, kafkaAccess } from './kafka-access.ts'
import { StartupError } from './startup-error.ts'

export interface BrokerOptions {
  readonly kafkaPort: number
  readonly directory: string
  readonly settings: Readonly<Record<string, string>>
  /** Left out: everybody may come in, in plain, or as the settings say. */
  readonly access?: KafkaAccess
}

export interface ServeOptions extends Omit<BrokerOptions, 'kafkaPort'> {
  /** undefined: as the settings say. */
  readonly kafkaPort: number | undefined
  readonly webPort: number | undefined
  /** No --data was given: the settings may name another folder for the broker's data. */
  readonly isUsualDirectory: boolean
  /** Whether to show the workbench in the browser once it is up. */
  readonly open: boolean
}

export interface CertificateOptions {
  /** The broker knows its bearer as `User:CN=<name>`. */
  readonly name: string
  /** The data folder of the broker. */
  readonly directory: string
  /** Where certificate and key are written. */
  readonly into: string
}

export type Command =
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'broker'; readonly options: BrokerOptions }
  | { readonly name: 'serve'; readonly options: ServeOptions }
  | { readonly name: 'certificate'; readonly options: CertificateOptions }

const COMMON = {
  'data': { type: 'string' },
  'set': { type: 'string', multiple: true },
  'as-version': { type: 'string' },
  ...ACCESS_OPTIONS,
  'help': { type: 'boolean' },
} satisfies ParseArgsOptionsConfig
const BROKER = { ...COMMON, port: { type: 'string' } } satisfies ParseArgsOptionsConfig
const SERVE = {
  ...COMMON,
  'kafka-port': { type: 'string' },
  'web-port': { type: 'string' },
  'no-open': { type: 'boolean' },
} satisfies ParseArgsOptionsConfig

const CERTIFICATE = { name: { type: 'string' }, data: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } } satisfies ParseArgsOptionsConfig

export const USAGE = `Usage: headwater <command> [options]

Commands:
  broker   Run the Kafka broker alone.
  serve    Run the broker and serve the workbench to your browser.
  certificate  Make a client certificate for a broker started with --set ssl.client.auth=required.

Options of broker:
  --port N           Kafka port on 127.0.0.1 (default ${DEFAULT_KAFKA_PORT}; 0 picks a free one)

Options of serve:
  --kafka-port N     Kafka port on 127.0.0.1 (default ${DEFAULT_KAFKA_PORT}; 0 picks a free one)
  --web-port N       Workbench port on 127.0.0.1 (default ${DEFAULT_WEB_PORT}; 0 picks a free one)
  --no-open          Do not open the browser
  What is left out is as the workbench's settings say, then as above.

Options of both:
  --data DIR         Where everything is kept (default ${defaultDataFolder()})
  --set NAME=VALUE   A broker setting by its Kafka name, for example num.partitions=4; may be repeated
  --as-version X.Y   Play Kafka ${kafkaReleases[0]!.name} to ${NEWEST_RELEASE.name}: only the APIs, versions and features of that release are there
${ACCESS_USAGE}
Options of certificate:
  --name NAME        Whose it is: the broker knows its bearer as User:CN=NAME
  --data DIR         The data folder of the broker
  --out DIR          Where NAME.pem and NAME-key.pem are written (default: here)

  --help             Show this text
  --version          Show the version
`

const SEE_HELP = 'Run "headwater --help" to see what there is.'

/** `workingDirectory` is the user's: a relative --data is meant from there. */
export function parseCommandLine(args: readonly string[], workingDirectory: string): Command {
  const [command, ...rest] = args
  if (command === undefined) throw new StartupError(`No command given. ${SEE_HELP}`)
  if (args.includes('--help') || args.includes('-h') || command === 'help') return { name: 'help' }
  if (command === '--version' || command === 'version') return { name: 'version' }
  if (command === 'broker') return { name: 'broker', options: brokerOptions(rest, workingDirectory) }
  if (command === 'serve') return { name: 'serve', options: serveOptions(rest, workingDirectory) }
  if (command === 'certificate') return { name: 'certificate', options: certificateOptions(rest, workingDirectory) }
  throw new StartupError(`Unknown command "${command}".${didYouMean(command, ['broker', 'serve', 'certificate'])} ${SEE_HELP}`)
}

function brokerOptions(args: readonly string[], workingDirectory: string): BrokerOptions {
  const values = read(args, BROKER)
  return { ...common(values, workingDirectory), kafkaPort: port('--port', values.port) ?? DEFAULT_KAFKA_PORT }
}

function serveOptions(args: readonly string[], workingDirectory: string): ServeOptions {
  const values = read(args, SERVE)
  return {
    ...common(values, workingDirectory),
    isUsualDirectory: values.data === undefined,
    kafkaPort: port('--kafka-port', values['kafka-port']),
    webPort: port('--web-port', values['web-port']),
    open: values['no-open'] !== true,
  }
}

function certificateOptions(args: readonly string[], workingDirectory: string): CertificateOptions {
  const { name, data, out } = read(args, CERTIFICATE)
  if (name === undefined) throw new StartupError(`Option "--name" is needed. ${SEE_HELP}`)
  if (!/^[\w.@-]+$/.test(name)) throw new StartupError(`Option "--name" cannot be "${name}": it must be of letters, digits and any of ._@-.`)
  return { name, directory: data === undefined ? defaultDataFolder() : resolve(workingDirectory, data), into: resolve(workingDirectory, out ?? '.') }
}

interface CommonValues extends AccessValues {
  readonly data?: string | undefined
  readonly set?: readonly string[] | undefined
  readonly 'as-version'?: string | undefined
}

function common({ data, set, 'as-version': asVersion, ...access }: CommonValues, workingDirectory: string): Pick<BrokerOptions, 'directory' | 'settings' | 'access'> {
  const settings = { ...accessSettings(access), ...parseSettings(set ?? []), ...(asVersion !== undefined && { 'headwater.as.version': checkedRelease(asVersion) }) }
  BrokerConfigs.from(settings) // Says what is wrong before anything is touched.
  const asked = kafkaAccess(access, workingDirectory)
  return { directory: data === undefined ? defaultDataFolder() : resolve(workingDirectory, data), settings, ...(asked && { access: asked }) }
}

/** node:util parses; the sentences are ours. */
function read<O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional') throw new StartupError(`Unexpected argument "${token.value}". ${SEE_HELP}`)
    if (token.kind === 'option') checkOption(token, options)
  }
  return parseArgs({ args: [...args], options }).values
}

function checkOption({ name, rawName, value }: { name: string; rawName: string; value: string | undefined }, options: ParseArgsOptionsConfig): void {
  const known = options[name]
  if (known === undefined) {
    const flags = Object.keys(options).map((option) => `--${option}`)
    throw new StartupError(`Unknown option "${rawName}".${didYouMean(rawName, flags)} ${SEE_HELP}`)
  }
  if (known.type === 'string' && (value === undefined || value === '')) throw new StartupError(`Option "${rawName}" needs a value. ${SEE_HELP}`)
  if (known.type === 'boolean' && value !== undefined) throw new StartupError(`Option "${rawName}" takes no value. ${SEE_HELP}`)
}

function checkedRelease(text: string): string {
  const problem = kafkaReleaseProblem(text)
  if (problem !== null) throw new StartupError(`Option "--as-version" cannot be "${text}": ${problem}.`)
  return text
}

function port(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new StartupError(`Option "${option}" cannot be "${text}": a port is a number from 0 to 65535.`)
  }
  return Number(text)
}
