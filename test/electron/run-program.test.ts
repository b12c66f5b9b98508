// How the programs that `npm start` runs are told apart by their end.
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
