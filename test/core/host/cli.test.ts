import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { USAGE } from '../../../core/host/command-line.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { headwater, HeadwaterProcess } from '../../support/headwater-process.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { WireClient } from '../../support/wire-client.ts'

async function busyPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as { port: number }).port
}

async function startBroker(directory: string, ...args: string[]) {
  const broker = new HeadwaterProcess(['broker', '--port', '0', '--data', directory, ...args])
  const [line] = await broker.lines(1)
  return { broker, port: Number(/^headwater: kafka 127\.0\.0\.1:(\d+)$/.exec(line!)?.[1]) }
}

describe('headwater broker', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('prints its ready line, serves clients, and ends on %s within two seconds with code 0', async (signal) => {
    const { broker, port } = await startBroker(await tempFolder())
    const client = await WireClient.connect(port)
    expect((await client.send(ApiVersions, 0, {})).errorCode).toBe(0)
    const startMs = performance.now()
    broker.child.kill(signal)
    expect(await broker.exited).toEqual({ code: 0, stdout: `headwater: kafka 127.0.0.1:${port}\n`, stderr: '' })
    expect(performance.now() - startMs).toBeLessThan(2000)
    await client.closed
  })

  test('takes settings by their Kafka names', async () => {
    const { port } = await startBroker(await tempFolder(), '--set', 'num.partitions=4', '--set', 'auto.create.topics.enable=false')
    expect(port).toBeGreaterThan(0)
  })

  test('a data folder in use names the one who has it and its address', async () => {
    const directory = await tempFolder()
    const { broker, port } = await startBroker(directory)
    expect(await headwater('broker', '--port', '0', '--data', directory)).toEqual({
      code: 2,
      stdout: '',
      stderr: `headwater: Data folder "${directory}" is in use by Headwater (pid ${broker.child.pid}, kafka 127.0.0.1:${port}). Connect to that one, or choose another folder with --data.\n`,
    })
  })

  test('starts again on the folder of one killed with SIGKILL', async () => {
    const directory = await tempFolder()
    const { broker } = await startBroker(directory)
    broker.child.kill('SIGKILL')
    await broker.exited
    await startBroker(directory)
  })

  test('a busy port is one sentence with what to do', async () => {
    const port = await busyPort()
    expect(await headwater('broker', '--port', String(port), '--data', await tempFolder())).toEqual({
      code: 2,
      stdout: '',
      stderr: `headwater: Port ${port} on 127.0.0.1 is already in use. Stop the program that uses it, or choose another port with --port.\n`,
    })
  })

  test('a data folder that cannot be written is one sentence with what to do', async () => {
    const file = join(await tempFolder(), 'file')
    await writeFile(file, '')
    expect(await headwater('broker', '--port', '0', '--data', file)).toEqual({
      code: 2,
      stdout: '',
      stderr: `headwater: Data folder "${file}" cannot be created (there is a file of that name). Choose another folder with --data.\n`,
    })
  })
})

describe('headwater', () => {
  test.each([
    [['broker', '--set', 'num.partition=4'], 'Unknown setting "num.partition". Did you mean "num.partitions"?'],
    [['broker', '--set', 'num.partitions'], 'Setting "num.partitions" has no value. Write it as name=value, for example num.partitions=4.'],
    [['broker', '--set', 'num.partitions=many'], 'Setting "num.partitions" cannot be "many": '],
    [['broker', '--prot', '1'], 'Unknown option "--prot". Did you mean "--port"? Run "headwater --help" to see what there is.'],
    [['broker', '--port', '70000'], 'Option "--port" cannot be "70000": a port is a number from 0 to 65535.'],
    [['broker', '--data'], 'Option "--data" needs a value. Run "headwater --help" to see what there is.'],
    [['serve', '--no-open=yes'], 'Option "--no-open" takes no value. Run "headwater --help" to see what there is.'],
    [['broker', 'extra'], 'Unexpected argument "extra". Run "headwater --help" to see what there is.'],
    [['brokr'], 'Unknown command "brokr". Did you mean "broker"? Run "headwater --help" to see what there is.'],
    [[], 'No command given. Run "headwater --help" to see what there is.'],
  ])('%j is refused with one sentence and code 2', async (args, sentence) => {
    const { code, stdout, stderr } = await headwater(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.startsWith(`headwater: ${sentence}`)).toBe(true)
    expect(stderr.trimEnd().split('\n').length).toBe(1)
  })

  test('--help shows every option, --version the version', async () => {
    expect(await headwater('--help')).toEqual({ code: 0, stdout: USAGE, stderr: '' })
    expect(await headwater('broker', '--help')).toEqual({ code: 0, stdout: USAGE, stderr: '' })
    expect(await headwater('--version')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^headwater \d+\.\d+\.\d+\n$/) as string })
  })
})
