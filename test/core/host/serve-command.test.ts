import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { ServeOptions } from '../../../core/host/command-line.ts'
import { builtWorkbench, serveUntil } from '../../../core/host/serve-command.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { WireClient } from '../../support/wire-client.ts'

async function assetsFolder(root: string): Promise<string> {
  const assets = join(root, 'out', 'renderer')
  await mkdir(assets, { recursive: true })
  await writeFile(join(assets, 'index.html'), '<!doctype html><title>Workbench</title>')
  return assets
}

const optionsFor = (directory: string): ServeOptions => ({ directory, isUsualDirectory: false, kafkaPort: 0, webPort: 0, settings: {}, open: false })

describe('headwater serve', () => {
  test('prints both lines once both can be reached, and ends with code 0 when asked', async () => {
    let ask: () => void = () => {}
    const stop = new Promise<void>((resolve) => (ask = resolve))
    let output = ''
    const assets = await assetsFolder(await tempFolder())
    const served = serveUntil(stop, optionsFor(await tempFolder()), assets, (text) => (output += text))
    await expect.poll(() => output.split('\n').length).toBe(3)
    const [kafka, workbench] = output.split('\n')
    const kafkaPort = Number(/^headwater: kafka 127\.0\.0\.1:(\d+)$/.exec(kafka!)![1])
    const url = /^headwater: workbench (http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)$/.exec(workbench!)![1]!
    const client = await WireClient.connect(kafkaPort)
    expect((await client.send(ApiVersions, 0, {})).errorCode).toBe(0)
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(303)
    ask()
    expect(await served).toBe(0)
    await client.closed
  })

  test('a busy web port is one sentence with what to do, and lets the data folder go', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as { port: number }
    const directory = await tempFolder()
    const assets = await assetsFolder(await tempFolder())
    const serve = async (webPort: number): Promise<number> =>
      serveUntil(Promise.resolve(), { ...optionsFor(directory), webPort }, assets, () => {})
    await expect(serve(port)).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is already in use. Stop the program that uses it, or choose another port with --web-port.`,
    )
    expect(await serve(0)).toBe(0)
  })

  test('a workbench that is not built is said, with what to run', async () => {
    const root = await tempFolder()
    expect(() => builtWorkbench(root)).toThrow(
      `The workbench is not built: "${root}/out/renderer" has no index.html. Run "npm run build" in "${root}" first.`,
    )
    expect(builtWorkbench(await tempFolderBuilt())).toMatch(/out.renderer$/)
  })
})

async function tempFolderBuilt(): Promise<string> {
  const root = await tempFolder()
  await assetsFolder(root)
  return root
}
