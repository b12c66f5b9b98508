import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { stopInTime } from '../../../core/host/stop-signal.ts'

/** Says when it may be signalled, and ends by the rules of the module with what `stop` does. */
function scriptThat(stop: string): string {
  const module = new URL('../../../core/host/stop-signal.ts', import.meta.url).href
  return `
    const { stopInTime, stopRequested } = await import(${JSON.stringify(module)})
    const asked = stopRequested()
    const alive = setInterval(() => {}, 1000)
    console.log('ready')
    await asked
    console.log('asked')
    process.exit(await stopInTime(async () => { ${stop} }))`
}

async function stoppable(stop: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', scriptThat(stop)], { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

const NEVER = 'await new Promise(() => {})'

describe('stop signal', () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s asks for a stop, which ends with code 0', async (signal) => {
    const child = await stoppable('')
    child.kill(signal)
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('a stop that does not end is given up within two seconds, with code 1 and a sentence', async () => {
    const child = await stoppable(NEVER)
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += String(chunk)))
    const startMs = performance.now()
    child.kill('SIGTERM')
    expect(await once(child, 'close')).toEqual([1, null])
    expect(performance.now() - startMs).toBeLessThan(2500)
    expect(stderr).toBe('headwater: Stopping took longer than 1900 ms, so it ended without waiting.\n')
  })

  test('the same wish twice, from the terminal and from npm, is one', async () => {
    const child = await stoppable('await new Promise((resolve) => setTimeout(resolve, 100))')
    child.kill('SIGINT')
    await once(child.stdout, 'data')
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  test('a second wish, half a second later, ends the process at once', async () => {
    const child = await stoppable(NEVER)
    child.kill('SIGINT')
    await once(child.stdout, 'data')
    await new Promise((resolve) => setTimeout(resolve, 550))
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([130, null])
  })

  test.skipIf(process.platform === 'win32')('under npm, the death of the shell in between is a wish to stop', async () => {
    const env = { ...process.env, npm_lifecycle_event: 'headwater' }
    const shell = spawn('sh', ['-c', '"$0" "$@"; exit', process.execPath, '--input-type=module', '-e', scriptThat('console.log("stopped")')], { env })
    await once(shell.stdout, 'data')
    shell.kill('SIGKILL')
    const heard: string[] = []
    shell.stdout.on('data', (chunk: Buffer) => heard.push(String(chunk)))
    await once(shell, 'close')
    expect(heard.join('')).toBe('asked\nstopped\n')
  })

  test('a stop that fails is not taken for a clean one', async () => {
    await expect(stopInTime(async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  })
})
