// One Apache Kafka broker of its own: artifacts by Maven, a KRaft node on a temporary folder, a listener for every kind of security.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type TestAuthority, testAuthority } from '../../support/tls-certificates.ts'

export const KAFKA_VERSION = '4.3.1'
export const USER = { username: 'alice', password: 'open sesame' }

const root = join(import.meta.dirname, '../../..')
/** Beside the packages of npm: outside of the repository, and fetched once. */
const artifactsOf = (version: string): string => join(root, `node_modules/.cache/apache-kafka-${version}`)
const run = promisify(execFile)
const START_LIMIT_MS = 60_000
export const SESSION_MS = 2_000

export const LISTENERS = ['plaintext', 'ssl', 'mtls', 'sasl_plaintext', 'sasl_ssl', 'stray', 'controller'] as const
export type Listener = (typeof LISTENERS)[number]

export interface KafkaNode {
  readonly ports: Readonly<Record<Listener, number>>
  /** Where the listener `stray` tells its clients to go; nobody is there. */
  readonly nowhere: number
  readonly authority: TestAuthority
  stop(): Promise<void>
}

/** null = Java and the artifacts are there; else why they are not. */
export async function obstacle(version = KAFKA_VERSION): Promise<string | null> {
  const java = await run('java', ['-version']).then(({ stderr }) => /version "(\d+)/.exec(stderr)?.[1], () => undefined)
  if (java === undefined) return 'there is no java on the PATH (17 or newer is needed)'
  if (Number(java) < 17) return `java is version ${java}; Apache Kafka ${version} needs 17 or newer`
  const artifacts = artifactsOf(version)
  if (existsSync(artifacts) && readdirSync(artifacts).includes(`kafka_2.13-${version}.jar`)) return null
  const fetched = run('mvn', ['-q', '-B', '-f', join(import.meta.dirname, 'pom.xml'), 'dependency:copy-dependencies', `-Dkafka.version=${version}`, `-DoutputDirectory=${artifacts}`])
  return fetched.then(
    () => null,
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? 'Apache Kafka is not here yet, and there is no mvn on the PATH to fetch it' : `mvn could not fetch Apache Kafka ${version}: ${error.message.split('\n')[0]}`),
  )
}

/** `settings` are further broker properties. */
export async function startKafka(settings: Readonly<Record<string, string>> = {}): Promise<KafkaNode> {
  const [nowhere, ...free] = await freePorts(LISTENERS.length + 1)
  const ports = Object.fromEntries(LISTENERS.map((name, index) => [name, free[index]!])) as Record<Listener, number>
  const authority = testAuthority()
  const scram = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => ['--add-scram', `${mechanism}=[name=${USER.username},password="${USER.password}"]`])
  const stop = await startNode(Object.values(ports), (folder) => propertiesOf(folder, ports, nowhere!, authority) + lines(settings), scram)
  return { ports, nowhere: nowhere!, authority, stop }
}

/** One listener, without any security, and these settings besides; `formatting` are further words for the tool that formats its folder. */
export async function startPlainKafka(
  settings: Readonly<Record<string, string>>,
  { version = KAFKA_VERSION, formatting = [] }: { version?: string; formatting?: readonly string[] } = {},
): Promise<{ port: number; stop(): Promise<void> }> {
  const [port, controller] = await freePorts(2)
  const properties = (folder: string): string =>
    [
      ...nodeProperties(folder, controller!),
      `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
      `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
      'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      lines(settings),
    ].join('\n')
  return { port: port!, stop: await startNode([port!, controller!], properties, formatting, version) }
}

/** What ends it. */
async function startNode(ports: readonly number[], propertiesIn: (folder: string) => string, formatting: readonly string[] = [], version = KAFKA_VERSION): Promise<() => Promise<void>> {
  const artifacts = artifactsOf(version)
  const folder = await mkdtemp(join(tmpdir(), 'headwater-apache-kafka-'))
  const properties = join(folder, 'server.properties')
  await writeFile(properties, propertiesIn(folder))
  await run('java', ['-cp', join(artifacts, '*'), 'kafka.tools.StorageTool', 'format', '-t', 'headwaterApacheKafka00', '-c', properties, ...formatting])
  const child = spawn('java', ['-Xmx512m', '-cp', join(artifacts, '*'), 'kafka.Kafka', properties], { stdio: ['ignore', 'pipe', 'pipe'] })
  // However this process ends, Kafka is not left behind.
  const end = (): void => void child.kill('SIGKILL')
  process.once('exit', end)
  const stop = async (): Promise<void> => {
    process.off('exit', end)
    await ended(child)
    await rm(folder, { recursive: true, force: true })
  }
  await started(child, ports).catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return stop
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await exit
  clearTimeout(timer)
}

/** The listeners open one by one; that of the broker comes last. */
async function started(child: ChildProcess, ports: readonly number[]): Promise<void> {
  let said = ''
  const listen = (chunk: Buffer): void => void (said = (said + chunk.toString()).slice(-4_000))
  child.stdout!.on('data', listen)
  child.stderr!.on('data', listen)
  const deadline = Date.now() + START_LIMIT_MS
  while (!(await Promise.all(ports.map(listens))).every(Boolean)) {
    if (child.exitCode !== null) throw new Error(`Apache Kafka ended with ${child.exitCode}: ${said}`)
    if (Date.now() > deadline) throw new Error(`Apache Kafka did not start within ${START_LIMIT_MS} ms: ${said}`)
    await pause(200)
  }
}

/** All held until the last is known, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map(async (server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map(async (server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

/** The port tells: without a logging back end Kafka says nothing. */
async function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)))
    socket.on('error', () => resolve(false))
  })
}

function lines(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings).map(([name, value]) => `${name}=${value}\n`).join('')
}

function nodeProperties(folder: string, controllerPort: number): string[] {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `log.dirs=${join(folder, 'data')}`,
    'controller.listener.names=CONTROLLER',
    'inter.broker.listener.name=PLAINTEXT',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
  ]
}

function propertiesOf(folder: string, ports: Readonly<Record<Listener, number>>, nowhere: number, authority: TestAuthority): string {
  const at = (name: Listener, port = ports[name]): string => `${name.toUpperCase()}://127.0.0.1:${port}`
  const shows = authority.issue({ commonName: 'kafka', names: ['localhost', '127.0.0.1'] })
  const inLine = (pem: string): string => pem.trim().replaceAll('\n', '\\n')
  const brokers = LISTENERS.filter((name) => name !== 'controller')
  const login = (listener: Listener): string[] => [
    `listener.name.${listener}.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_${USER.username}="${USER.password}";`,
    ...['256', '512'].map((bits) => `listener.name.${listener}.scram-sha-${bits}.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;`),
  ]
  return [
    ...nodeProperties(folder, ports.controller),
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'group.initial.rebalance.delay.ms=0',
    `listeners=${LISTENERS.map((name) => at(name)).join(',')}`,
    `advertised.listeners=${brokers.map((name) => at(name, name === 'stray' ? nowhere : ports[name])).join(',')}`,
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SSL:SSL,MTLS:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL,STRAY:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'ssl.keystore.type=PEM',
    `ssl.keystore.key=${inLine(shows.key)}`,
    `ssl.keystore.certificate.chain=${inLine(shows.certificate)}`,
    'ssl.truststore.type=PEM',
    `ssl.truststore.certificates=${inLine(authority.certificate)}`,
    'listener.name.mtls.ssl.client.auth=required',
    'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
    // KIP-368: a session that has to be renewed while it is used.
    `listener.name.sasl_plaintext.connections.max.reauth.ms=${SESSION_MS}`,
    ...login('sasl_plaintext'),
    ...login('sasl_ssl'),
    '',
  ].join('\n')
}
