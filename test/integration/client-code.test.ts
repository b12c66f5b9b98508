// The code that a record is copied as, run: kcat and kafkajs against a real broker; the others against stand-ins of their clients, where their languages are.
import { execFile } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { readRecord } from '../../core/client/read-record.ts'
import { connectCode, type CodeClient } from '../../renderer/format/client-code/connect-code.ts'
import { produceCode } from '../../renderer/format/client-code/produce-code.ts'
import type { CodeRecord } from '../../renderer/format/client-code/written-bytes.ts'
import { CONFLUENT_KAFKA, KAFKA_CLIENTS } from '../support/client-stubs.ts'
import { kcatMissing } from '../support/clients/kcat.ts'
import { startTestServices } from '../support/core-services.ts'
import { HOSTILE_RECORDS } from '../support/hostile-records.ts'
import { tempFolder } from '../support/temp-folder.ts'

const records = Object.entries(HOSTILE_RECORDS)
const codeOf = (client: CodeClient, bootstrap: string, record: CodeRecord): string =>
  produceCode(bootstrap, record).find((code) => code.client === client)!.code

interface RunOptions {
  cwd?: string
  env?: Record<string, string>
}

/** Not `spawnSync`: the broker that is spoken to runs in this process. */
async function run(command: string, args: readonly string[], { env, ...options }: RunOptions = {}): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, ...options, env: { ...process.env, ...env } })
}

/** Why a test is skipped; printed by vitest beside its name. */
async function without(command: string, args: readonly string[], fine = [0]): Promise<string | undefined> {
  const code = await run(command, args).then(() => 0, (error: { code?: number | string }) => error.code)
  return fine.includes(Number(code)) ? undefined : `${command} is not installed`
}

const hex = (bytes: Uint8Array | null | undefined): string | null => (bytes === null || bytes === undefined ? null : Buffer.from(bytes).toString('hex'))

const plain = ({ topic, partition, key, value, headers }: CodeRecord) => ({
  topic,
  partition,
  key: hex(key),
  value: hex(value),
  headers: headers.map((header) => [header.key, hex(header.value)]),
})

async function withTopic() {
  const { broker, services } = await startTestServices()
  await services.topics.create('local', { name: 'orders', partitionCount: 2 })
  const cluster = services.connections.cluster('local')
  return { bootstrap: broker.bootstrap, read: async (offset: number) => plain({ ...(await readRecord(cluster, 'orders', 1, BigInt(offset))), topic: 'orders' }) }
}

test('kcat sends every record byte for byte, or the command says what kcat cannot', async ({ skip }) => {
  const missing = kcatMissing()
  if (missing) skip(missing)
  const { bootstrap, read } = await withTopic()
  const refused: string[] = []
  let offset = 0
  for (const [name, record] of records) {
    const code = codeOf('kcat', bootstrap, record)
    await run('bash', ['-c', code])
    if (code.startsWith('#')) refused.push(name)
    else expect(await read(offset++), name).toEqual(plain(record))
  }
  expect(refused).toEqual(['an empty value without a key', 'headers that a command line cannot say'])
})

test('kafkajs sends every record byte for byte, but for the headers that its code says it cannot', async () => {
  const { bootstrap, read } = await withTopic()
  const folder = await tempFolder()
  await symlink(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'))
  for (const [offset, [name, record]] of records.entries()) {
    const code = codeOf('Node', bootstrap, record)
    await writeFile(join(folder, 'send.mjs'), code)
    await run(process.execPath, ['send.mjs'], { cwd: folder, env: { KAFKAJS_NO_PARTITIONER_WARNING: '1' } })
    const sent = await read(offset)
    const expected = plain(record)
    if (code.includes('// kafkajs')) {
      expect(name).toBe('headers that repeat, in turns, empty and null')
      expect(code).toContain('// kafkajs cannot send headers that are null. Left out: "b"\n')
      expect(code).toContain('// kafkajs sends headers by name')
      expect(sent.headers).toEqual([['1', hex(Buffer.from('x'))], ['b', hex(Buffer.from('1'))], ['b', ''], ['b', hex(Buffer.from('1'))], ['a', hex(Buffer.from('2'))], ['__proto__', hex(Buffer.from('y'))]])
      expected.headers = sent.headers
    }
    expect(sent, name).toEqual(expected)
  }
})

test('Python makes the same bytes', async ({ skip }) => {
  const missing = await without('python3', ['--version'])
  if (missing) skip(missing)
  const folder = await tempFolder()
  await writeFile(join(folder, 'confluent_kafka.py'), CONFLUENT_KAFKA)
  await Promise.all(records.map(async ([, record], index) => writeFile(join(folder, `send${index}.py`), codeOf('Python', 'localhost:9092', record))))
  await writeFile(join(folder, 'connect.py'), connectCode('localhost:9092').find(({ client }) => client === 'Python')!.code)
  const { stderr } = await run('python3', ['-c', `import runpy, ast\nfor n in range(${records.length}): runpy.run_path(f"send{n}.py")\nast.parse(open("connect.py").read())`], { cwd: folder, env: { PYTHONPATH: folder, PYTHONUTF8: '1' } })
  expect(stderr.trim().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual(records.map(([, record]) => plain(record)))
})

// Its literals are Python's, which are run above. Rejected: compiling it too; without a warm cache Go builds its standard library first, for a minute.
test('Go parses, and gofmt has nothing to change', async ({ skip }) => {
  const missing = await without('gofmt', ['-h'], [0, 2])
  if (missing) skip(missing)
  const folder = await tempFolder()
  const connect = connectCode('localhost:9092').find(({ client }) => client === 'Go')!.code
  const programs = [connect, ...records.map(([, record]) => codeOf('Go', 'localhost:9092', record))]
  await writeAll(folder, Object.fromEntries(programs.map((code, index) => [`${index}.go`, code])))
  expect((await run('gofmt', ['-d', '.'], { cwd: folder })).stdout).toBe('')
})

test('Java makes the same bytes, and so does Spring', { timeout: 60_000 }, async ({ skip }) => {
  const missing = await without('javac', ['--version'])
  if (missing) skip(missing)
  const folder = await tempFolder()
  const files: Record<string, string> = { ...KAFKA_CLIENTS }
  records.forEach(([, record], index) => {
    files[`Java${index}.java`] = codeOf('Java', 'localhost:9092', record).replaceAll('SendRecord', `Java${index}`)
  })
  // What makes the record is the same text: one is enough for what stands around it.
  const hostile = HOSTILE_RECORDS['bytes that are not UTF-8']!
  files['SendRecord.java'] = codeOf('Spring', 'localhost:9092', hostile)
  const calls = [...records.map((_, index) => `Java${index}.main(args);`), 'new SendRecord(new org.springframework.kafka.core.ProducerFactory<byte[], byte[]>() {}).run();']
  files['Main.java'] = `public class Main { public static void main(String[] args) throws Exception {\n${calls.join('\n')}\n} }`
  await writeAll(folder, files)
  await run('javac', ['-encoding', 'UTF-8', '-d', 'classes', ...Object.keys(files)], { cwd: folder })
  const { stdout } = await run('java', ['-cp', 'classes', 'Main'], { cwd: folder })
  const sent = stdout.trim().split('\n').map((line) => {
    const { hexHeaders, ...rest } = JSON.parse(line) as { hexHeaders: [string, string | null][] }
    return { ...rest, headers: hexHeaders.map(([name, value]) => [Buffer.from(name, 'hex').toString(), value]) }
  })
  expect(sent).toEqual([...records.map(([, record]) => plain(record)), plain(hostile)])
})

async function writeAll(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
}
