// Watermill (Go) with its poison queue: built from what the Go module proxy has.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Framework } from './frameworks.ts'
import { runDuring } from './run-during.ts'
import type { World } from './world.ts'

/** As in watermill/go.mod. */
const VERSION = '1.5.1'
const folder = join(import.meta.dirname, '../../..', 'node_modules/.cache/dead-letters', `watermill-${VERSION}`)
const program = join(folder, 'watermill-to-record')
const run = promisify(execFile)

export const watermill: Framework = {
  name: 'Watermill',
  version: VERSION,
  obstacle,
  failings: [
    { file: 'watermill-once', what: 'The middleware PoisonQueue of a handler that fails', run: async (world) => poisoned(world, false) },
    { file: 'watermill-replayed', what: 'Poisoned messages written back to their topic with all headers, where they fail again', run: async (world) => poisoned(world, true) },
  ],
}

async function obstacle(): Promise<string | null> {
  if (existsSync(program)) return null
  await mkdir(folder, { recursive: true })
  return run('go', ['build', '-o', program, '.'], { cwd: join(import.meta.dirname, 'watermill') }).then(
    () => null,
    (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? 'there is no go on the PATH' : `go could not build it: ${error.message.split('\n')[0]}`),
  )
}

async function poisoned(world: World, isReplayed: boolean): Promise<void> {
  await world.createTopic('orders', 2)
  await world.createTopic('poisoned-orders', 2)
  await world.send('orders', 1, [
    { key: 'ORD-1', value: 'ORD-1', headers: [{ key: 'x-source', value: 'web' }, { key: '_watermill_message_uuid', value: 'b6f0d1de-57d1-4a52-a5f8-7e0d9a3b6a10' }] },
    { key: null, value: 'ORD-2' },
  ])
  await runDuring(program, [world.bootstrap], async () => {
    await world.arrived('poisoned-orders', 2)
    if (!isReplayed) return
    await world.replay('poisoned-orders', 'orders')
    await world.arrived('poisoned-orders', 4)
  })
}
