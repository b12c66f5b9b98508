// librdkafka's own test suite against Headwater: node test/conformance/librdkafka/run.ts [--protocol=consumer] [id …]
//
// Every test runs in a process of its own, two at a time; `--protocol=consumer` runs the tests with groups on KIP-848.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.ts'
import { groupSuite, suite, type SuiteTest } from './allow-list.ts'
import { LIBRDKAFKA_VERSION, obstacle, testsFolder } from './library.ts'

const TEST_LIMIT_MS = 420_000
// Its tests create topics as on a cluster of three.
const USUAL = ['num.partitions=4', 'headwater.max.replication.factor=3', 'group.initial.rebalance.delay.ms=0', 'group.consumer.heartbeat.interval.ms=500', 'group.consumer.min.heartbeat.interval.ms=100']

interface Outcome {
  readonly title: string
  readonly verdict: 'passed' | 'skipped' | 'failed'
  readonly seconds: number
  readonly output: string
}

const protocol = process.argv.includes('--protocol=consumer') ? 'consumer' : 'classic'
const wanted = process.argv.slice(2).filter((arg) => /^\d{4}$/.test(arg))
const isAsked = ({ id }: SuiteTest): boolean => (wanted.length === 0 ? protocol === 'classic' || groupSuite.includes(id) : wanted.includes(id))

const reason = await obstacle()
if (reason !== null) {
  console.log(`skipped: ${reason}`)
  process.exit(0)
}
const folder = await mkdtemp(join(tmpdir(), 'headwater-librdkafka-'))
const outcomes: Outcome[] = []
for (const [settings, tests] of Map.groupBy(suite.filter(isAsked), settingsOf)) outcomes.push(...(await runAgainst(settings.split(' '), tests)))
await rm(folder, { recursive: true, force: true })

const failed = outcomes.filter(({ verdict }) => verdict === 'failed')
for (const { title, output } of failed) console.log(`\n==== ${title}\n${output.split('\n').slice(-60).join('\n')}`)
const count = (verdict: Outcome['verdict']): number => outcomes.filter((outcome) => outcome.verdict === verdict).length
console.log(`librdkafka ${LIBRDKAFKA_VERSION}, group protocol ${protocol}: ${count('passed')} of ${outcomes.length} passed, ${count('skipped')} skipped by themselves, ${failed.length} failed ${failed.map(({ title }) => title).join(', ')}`)
process.exitCode = failed.length === 0 ? 0 : 1

/** Tests with the same settings share a broker. */
function settingsOf({ settings, scenario }: SuiteTest): string {
  return [...USUAL, ...(settings ?? []), ...(scenario === 'noautocreate' ? ['auto.create.topics.enable=false'] : [])].join(' ')
}

async function runAgainst(settings: readonly string[], tests: readonly SuiteTest[]): Promise<Outcome[]> {
  const data = await mkdtemp(join(folder, 'data-'))
  const broker = await startBrokerProcess(data, { settings })
  const conf = join(data, 'test.conf')
  await writeFile(conf, `bootstrap.servers=${broker.bootstrap}\ntest.topic.random=true\n`)
  const waiting = tests.flatMap((test) => (test.consumerSubtests === undefined || protocol === 'classic' ? [{ test }] : test.consumerSubtests.map((subtest) => ({ test, subtest }))))
  const done: Outcome[] = []
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = await runTest(next, conf)
      console.log(`${outcome.title} ${outcome.verdict} in ${outcome.seconds.toFixed(0)} s`)
      done.push(outcome)
    }
  }
  await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker))
  await ended(broker)
  return done
}

async function ended(broker: BrokerProcess): Promise<void> {
  const code = await broker.stop()
  if (code !== 0) throw new Error(`Headwater ended with ${code}.`)
}

interface Run {
  readonly test: SuiteTest
  readonly subtest?: string
}

async function runTest({ test: { id, kafkaVersion = '4.0.0', quick, scenario }, subtest }: Run, conf: string): Promise<Outcome> {
  const started = performance.now()
  const environment = {
    ...process.env,
    LD_LIBRARY_PATH: '../src:../src-cpp',
    RDKAFKA_TEST_CONF: conf,
    TESTS: id,
    ...(subtest === undefined ? {} : { SUBTESTS: subtest }),
    TEST_KAFKA_VERSION: kafkaVersion,
    ...(protocol === 'consumer' ? { TEST_CONSUMER_GROUP_PROTOCOL: 'consumer' } : {}),
    ...(scenario === undefined ? {} : { TEST_SCENARIO: scenario }),
  }
  const child = spawn('./test-runner', ['-p1', '-E', '-L', ...(quick === true ? ['-Q'] : [])], { cwd: testsFolder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output = (output + String(chunk)).slice(-200_000)))
  const timer = setTimeout(() => {
    output += `\nkilled after ${TEST_LIMIT_MS} ms`
    child.kill('SIGKILL')
  }, TEST_LIMIT_MS)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearTimeout(timer)
  const isSkipped = code === 0 && / SKIPPED /.test(output) && !/ PASSED /.test(output)
  return { title: subtest === undefined ? id : `${id} ${subtest}`, verdict: isSkipped ? 'skipped' : code === 0 ? 'passed' : 'failed', seconds: (performance.now() - started) / 1000, output }
}
