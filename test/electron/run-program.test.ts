// How the programs that `npm start` runs are told apart by their end.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { runProgram } from '../../electron/run-program.ts'

const cwd = import.meta.dirname
const node = (script: string, waitsForReady = true) => runProgram(process.execPath, ['-e', script], { cwd, waitsForReady })

it.each([
  ['ends at once', 'process.exit(1)', { code: 1, how: 'exit 1', wasReady: false }],
  ['is killed', 'process.kill(process.pid, "SIGTRAP")', { code: 1, how: 'SIGTRAP', wasReady: false }],
  ['was ready before it ended', 'process.send("ready", () => setImmediate(() => process.exit(3)))', { code: 3, how: 'exit 3', wasReady: true }],
  ['said something else', 'process.send("hello", () => process.exit(0))', { code: 0, how: 'exit 0', wasReady: false }],
])('a program that %s', async (_title, script, expected) => {
  expect(await node(script)).toEqual(expected)
})

it('a program that does not exist', async () => {
  expect(await runProgram('/nowhere/electron', [], { cwd })).toEqual({ code: 127, how: 'ENOENT', wasReady: false })
})

it('leaves no signal handlers behind', async () => {
  const before = process.listenerCount('SIGTERM')
  await node('0', false)
  expect(process.listenerCount('SIGTERM')).toBe(before)
})

it.skipIf(process.platform === 'win32')('under npm, the death of the shell in between ends the program, too', async () => {
  const module = new URL('../../electron/run-program.ts', import.meta.url).href
  const program = `process.on('SIGTERM', () => { console.log('stopped'); process.exit() }); setInterval(() => {}, 1000); console.log('running')`
  const script = `const { runProgram } = await import(${JSON.stringify(module)})
    console.log('ended with', (await runProgram(process.execPath, ['-e', ${JSON.stringify(program)}], { cwd: '.' })).code)`
  const env = { ...process.env, npm_lifecycle_event: 'start' }
  const shell = spawn('sh', ['-c', '"$0" "$@"; exit', process.execPath, '--input-type=module', '-e', script], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  await once(shell.stdout, 'data')
  shell.kill('SIGKILL')
  const heard: string[] = []
  shell.stdout.on('data', (chunk: Buffer) => heard.push(String(chunk)))
  await once(shell, 'close')
  expect(heard.join('')).toBe('stopped\nended with 0\n')
})
