// Reads what people have at hand: client.properties of Java, librdkafka's configuration, the variables of an .env file, or a broker’s compose file.
import type { SaslMechanism } from '../../../core/contract/connections.ts'
import { jaasCredentials } from './jaas.ts'

/** What was found; absent where the text says nothing about it. */
export interface ClientConfig {
  bootstrapServers?: string
  tls?: boolean
  ca?: string
  certificate?: string
  key?: string
  acceptAnyCertificate?: boolean
  mechanism?: SaslMechanism
  username?: string
  password?: string
  /** Settings that say something about the connection and could not be taken over, and why. */
  notUnderstood: string[]
}

type Reader = (value: string, config: ClientConfig) => string | void

const MECHANISMS: readonly string[] = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']
const isPem = (value: string): boolean => value.includes('-----BEGIN')

const pem = (field: 'ca' | 'certificate' | 'key'): Reader => (value, config) => {
  if (!isPem(value)) return 'not PEM'
  config[field] = value
}
const file: Reader = () => 'names a file; open it under TLS'
const store: Reader = (value) => (value.toUpperCase() === 'PEM' ? undefined : 'only PEM can be read; export the store as PEM')

const protocol: Reader = (value, config) => {
  const name = value.toUpperCase()
  if (!['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'].includes(name)) return 'no protocol of Kafka'
  config.tls = name.endsWith('SSL')
  if (name.startsWith('SASL')) config.mechanism ??= 'PLAIN'
}

const mechanism: Reader = (value, config) => {
  const name = value.toUpperCase()
  if (!MECHANISMS.includes(name)) return 'Headwater signs in with PLAIN and SCRAM'
  config.mechanism = name as SaslMechanism
}

const jaas: Reader = (value, config) => {
  const found = jaasCredentials(value)
  if (!found) return 'no user name and password in it'
  Object.assign(config, { username: found.username, password: found.password })
  if (found.isScram) config.mechanism = config.mechanism?.startsWith('SCRAM') ? config.mechanism : 'SCRAM-SHA-256'
  else config.mechanism ??= 'PLAIN'
}

/** A broker of a compose file: where it tells clients on this computer to go, else where it tells all of them. */
const advertised: Reader = (value, config) => {
  const addresses = value.split(',').map((listener) => listener.trim().replace(/^[A-Za-z_]+:\/\//, ''))
  const here = addresses.filter((address) => /^(localhost|127\.|\[::1\])/.test(address))
  config.bootstrapServers ??= (here.length > 0 ? here : addresses).join(',')
}

const servers: Reader = (value, config) => void (config.bootstrapServers = value)
const username: Reader = (value, config) => void (config.username = value)
const password: Reader = (value, config) => void (config.password = value)

/** By the setting's name; in an .env file it may have words before it (`KAFKA_SASL_USERNAME`). */
const READERS: Record<string, Reader> = {
  'bootstrap.servers': servers,
  'metadata.broker.list': servers,
  'bootstrap.server': servers,
  'kafka.brokers': servers,
  'broker.list': servers,
  'advertised.listeners': advertised,
  'security.protocol': protocol,
  'sasl.mechanism': mechanism,
  'sasl.mechanisms': mechanism,
  'sasl.jaas.config': jaas,
  'sasl.username': username,
  'sasl.password': password,
  'ssl.ca.pem': pem('ca'),
  'ssl.ca': pem('ca'),
  'ssl.truststore.certificates': pem('ca'),
  'ssl.certificate.pem': pem('certificate'),
  'ssl.keystore.certificate.chain': pem('certificate'),
  'ssl.key.pem': pem('key'),
  'ssl.keystore.key': pem('key'),
  'ssl.truststore.type': store,
  'ssl.keystore.type': store,
  'ssl.ca.location': file,
  'ssl.certificate.location': file,
  'ssl.key.location': file,
  'ssl.truststore.location': file,
  'ssl.keystore.location': file,
  'enable.ssl.certificate.verification': (value, config) => void (config.acceptAnyCertificate = value.toLowerCase() === 'false'),
  'ssl.endpoint.identification.algorithm': (value) => (/^(https)?$/i.test(value) && value !== '' ? undefined : 'host names are always verified; enter a server name instead'),
}
const NAMES = Object.keys(READERS)

/** null = not a configuration: none of its lines sets anything about a connection. */
export function parseClientConfig(text: string): ClientConfig | null {
  const config: ClientConfig = { notUnderstood: [] }
  let understood = 0
  // Later readers build on the mechanism, wherever it stands.
  for (const [name, value] of settingsOf(text).toSorted(([a], [b]) => rank(a) - rank(b))) {
    const known = knownName(name)
    const refusal = known === undefined ? undefined : READERS[known]!(value, config)
    if (known !== undefined) understood++
    if (typeof refusal === 'string') config.notUnderstood.push(`${name}: ${refusal}`)
    else if (known === undefined && /(^|[._])(ssl|sasl|security)[._]/i.test(name)) config.notUnderstood.push(`${name}: not known here`)
  }
  if (config.certificate !== undefined || config.ca !== undefined) config.tls ??= true
  if (config.username !== undefined) config.mechanism ??= 'PLAIN'
  return understood === 0 ? null : config
}

const rank = (name: string): number => (/protocol/i.test(name) ? 1 : /mechanism/i.test(name) ? 0 : 2)

function knownName(name: string): string | undefined {
  const dotted = name.toLowerCase().replaceAll('_', '.').replaceAll('-', '.')
  return NAMES.find((known) => dotted === known) ?? NAMES.find((known) => dotted.endsWith(`.${known}`))
}

/** `name=value` and `name: value`, over several lines where a value is quoted or its line ends in a backslash. */
function settingsOf(text: string): [name: string, value: string][] {
  const joined = text.replace(/\r\n?/g, '\n').replace(/\\\n[ \t]*/g, '')
  const setting = /^[ \t]*(?:-[ \t]+)?(?:export[ \t]+)?([A-Za-z][\w.-]*)[ \t]*(?:=|:[ \t])[ \t]*("(?:[^"\\]|\\[^])*"(?=[ \t]*(?:#.*)?$)|'[^']*'|[^\n]*)/gm
  return [...joined.matchAll(setting)].map(([, name, value]) => [name!, valueOf(value!.trim())])
}

function valueOf(text: string): string {
  if (text.startsWith("'") && text.endsWith("'") && text.length > 1) return text.slice(1, -1)
  const isQuoted = text.startsWith('"') && text.endsWith('"') && text.length > 1
  const plain = isQuoted ? text.slice(1, -1).replace(/\\(["\\])/g, '$1') : text
  return isPem(plain) ? `${plain.replaceAll('\\n', '\n').replace(/(-----BEGIN [A-Z ]+-----) +/g, '$1\n').replace(/ +(-----END)/g, '\n$1').trim()}\n` : plain
}
