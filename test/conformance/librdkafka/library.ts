// librdkafka's own C test suite: its sources come with an npm package, gcc and make build them once beside the packages of npm.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

export const LIBRDKAFKA_VERSION = '2.15.1'
/** Its tarball carries librdkafka with all of its tests. */
const PACKAGE = '@confluentinc/kafka-javascript@1.10.1'

const cache = join(import.meta.dirname, '../../../node_modules/.cache')
const home = join(cache, `librdkafka-${LIBRDKAFKA_VERSION}`)
export const testsFolder = join(home, 'tests')
const run = promisify(execFile)
const BUILD_OUTPUT_BYTES = 64 * 1024 * 1024

/** null = the suite is built; else why it cannot be. */
export async function obstacle(): Promise<string | null> {
  if (existsSync(join(testsFolder, 'test-runner'))) return null
  for (const command of ['gcc', 'g++', 'make', 'tar', 'npm']) {
    if (!(await run(command, ['--version']).then(() => true, () => false))) return `there is no ${command} on the PATH, which building librdkafka needs`
  }
  return build().then(() => null, (error: Error) => `librdkafka could not be built: ${error.message.split('\n')[0]}`)
}

async function build(): Promise<void> {
  const work = join(cache, `librdkafka-${process.pid}`)
  await mkdir(work, { recursive: true })
  const { stdout } = await run('npm', ['pack', '--silent', PACKAGE], { cwd: work })
  await run('tar', ['xzf', stdout.trim()], { cwd: work })
  const sources = join(work, 'package/deps/librdkafka')
  const options = { cwd: sources, maxBuffer: BUILD_OUTPUT_BYTES }
  await run('bash', ['./configure', '--disable-sasl', '--disable-curl'], options)
  await run('make', ['-j2', 'libs'], options)
  await run('make', ['-j2', '-C', 'tests', 'build'], options)
  await rename(sources, home)
  await rm(work, { recursive: true, force: true })
}
