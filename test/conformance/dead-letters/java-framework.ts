// A framework on the JVM: fetched by Maven, its failing application compiled, and run until it is stopped.
import { execFile } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { runDuring } from './run-during.ts'

export interface JavaFramework {
  /** null = all is there; else why it is not. */
  obstacle(): Promise<string | null>
  /** Compiles what is ours, runs it for as long as `meanwhile` takes, and ends it; what it said goes along with an error. */
  running(mainClass: string, args: readonly string[], meanwhile: () => Promise<void>): Promise<void>
}

const root = join(import.meta.dirname, '../../..')
const run = promisify(execFile)

/** `folder` beside this file has the pom.xml and our programs; `landmark` is a jar that is there when all are. */
export function javaFramework(folder: string, landmark: string, properties: Readonly<Record<string, string>> = {}): JavaFramework {
  const sources = join(import.meta.dirname, folder)
  // Beside the packages of npm: outside of the repository, and fetched once.
  const artifacts = join(root, 'node_modules/.cache/dead-letters', landmark)
  const classes = join(artifacts, 'classes')
  return {
    async obstacle() {
      if (!(await answers('java', ['-version'])) || !(await answers('javac', ['-version']))) return 'there is no JDK on the PATH (17 or newer is needed)'
      if (existsSync(join(artifacts, `${landmark}.jar`))) return null
      const goal = ['-q', '-B', '-f', join(sources, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${artifacts}`]
      const set = Object.entries(properties).map(([name, value]) => `-D${name}=${value}`)
      return run('mvn', [...goal, ...set]).then(
        () => null,
        (error: Error) => `mvn could not fetch ${landmark}: ${error.message.split('\n')[0]}`,
      )
    },
    async running(mainClass, args, meanwhile) {
      await mkdir(classes, { recursive: true })
      const ours = readdirSync(sources).filter((name) => name.endsWith('.java'))
      await run('javac', ['-nowarn', '-parameters', '-d', classes, '-cp', `${artifacts}/*`, ...ours.map((name) => join(sources, name))])
      await runDuring('java', ['-XX:TieredStopAtLevel=1', '-Xmx512m', '-cp', `${classes}:${artifacts}/*`, mainClass, ...args], meanwhile)
    },
  }
}

async function answers(command: string, args: string[]): Promise<boolean> {
  return run(command, args).then(() => true, () => false)
}
