// Apache Kafka's command-line tools and small programs of ours on its Java clients: fetched by Maven, run one process at a time.
import { execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const CLIENTS_VERSION = '4.3.1'

const root = join(import.meta.dirname, '../../..')
/** Beside the packages of npm: outside of the repository, and fetched once. */
const artifacts = join(root, `node_modules/.cache/kafka-java-${CLIENTS_VERSION}`)
const classes = join(artifacts, 'classes')
const run = promisify(execFile)
/** Starting quickly matters more here than running fast. */
const SHORT_LIVED = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xmx256m']
const TOOL_LIMIT_MS = 120_000

/** null = Java and the artifacts are there; else why they are not. */
export async function obstacle(): Promise<string | null> {
  if (!(await answers('java', ['-version'])) || !(await answers('javac', ['-version']))) return 'there is no JDK on the PATH (17 or newer is needed)'
  if (existsSync(artifacts) && readdirSync(artifacts).includes(`kafka-tools-${CLIENTS_VERSION}.jar`)) return null
  const goal = ['-q', '-B', '-f', join(import.meta.dirname, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${artifacts}`]
  return run('mvn', goal).then(
    () => null,
    (error: Error) => `mvn could not fetch Kafka's Java clients ${CLIENTS_VERSION}: ${error.message.split('\n')[0]}`,
  )
}

const answers = async (command: string, args: string[]): Promise<boolean> => run(command, args).then(() => true, () => false)

export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a class of the tools or of ours to its end; one that does not end is killed and says so. */
export async function java(mainClass: string, args: readonly string[], options: { stdin?: string; limitMs?: number; flags?: readonly string[] } = {}): Promise<Ran> {
  const child = spawn('java', [...(options.flags ?? SHORT_LIVED), '-cp', `${classes}:${artifacts}/*`, mainClass, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (stderr += String(chunk)))
  child.stdin.end(options.stdin ?? '')
  const limitMs = options.limitMs ?? TOOL_LIMIT_MS
  const timer = setTimeout(() => {
    stderr += `\nkilled after ${limitMs} ms`
    child.kill('SIGKILL')
  }, limitMs)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(timer)
  return { code, stdout, stderr }
}

/** A program that goes on until it is stopped. */
export function startJava(mainClass: string, args: readonly string[]): { stop(): Promise<string> } {
  const child = spawn('java', ['-Xmx512m', '-cp', `${classes}:${artifacts}/*`, mainClass, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += String(chunk)))
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    async stop() {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), 30_000)
      await exited
      clearTimeout(timer)
      return said
    },
  }
}

/** Compiles our programs beside this file, and quietens the logging of everything. */
export async function compile(): Promise<void> {
  await mkdir(classes, { recursive: true })
  const sources = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.java'))
  if (sources.length > 0) await run('javac', ['-d', classes, '-cp', `${artifacts}/*`, ...sources.map((name) => join(import.meta.dirname, name))])
  await writeFile(join(classes, 'log4j2.properties'), 'status=off\nrootLogger.level=off\n')
}
