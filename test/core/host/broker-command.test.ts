import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
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
    const again = await startBroker(directory)
    expect((await (await WireClient.connect(again.port)).send(ApiVersions, 0, {})).errorCode).toBe(0)
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
