// The rooms keep to the tables of ARCHITECTURE.md, and the fence itself is awake: every rule reports its planted canary.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MAY_IMPORT, NARROW, roomViolations, THINGS } from './rooms.ts'
import { readSourceTree } from './source-tree.ts'

it('every file imports only what its room may import', () => {
  expect(roomViolations(readSourceTree())).toEqual([])
})

it('the fence sees the project: its files, and imports of every kind', () => {
  const files = new Map(readSourceTree().map((file) => [file.path, file]))
  expect(files.size).toBeGreaterThan(50)
  expect(files.get('electron/core-supervisor.ts')!.imports.map(({ target }) => target)).toEqual(
    expect.arrayContaining(['electron', 'core/base/clock.ts', 'core/base/event.ts', 'electron/core-messages.ts']),
  )
})

/** [file, its text, what must be reported] */
const CANARIES: readonly [path: string, text: string, report: string][] = [
  ['core/base/canary.ts', `import '../protocol/frame.ts'`, 'core/base/canary.ts:1 (core/base) may not import core/protocol/frame.ts'],
  ['core/contract/canary.ts', `import type { Clock } from '../base/clock.ts'`, 'core/contract/canary.ts:1 (core/contract) may not import core/base/clock.ts'],
  ['core/protocol/canary.ts', `export * from '../storage/storage.ts'`, 'core/protocol/canary.ts:1 (core/protocol) may not import core/storage/storage.ts'],
  ['core/storage/canary.ts', `export { x } from '../log/logs.ts'`, 'core/storage/canary.ts:1 (core/storage) may not import core/log/logs.ts'],
  ['core/log/canary.ts', `await import('../metadata/topics.ts')`, 'core/log/canary.ts:1 (core/log) may not import core/metadata/topics.ts'],
  ['core/metadata/canary.ts', `import { x } from '../log/logs.ts'`, 'core/metadata/canary.ts:1 (core/metadata) may not import core/log/logs.ts'],
  ['core/groups/classic/canary.ts', `import { x } from '../../broker/broker.ts'`, 'core/groups/classic/canary.ts:1 (core/groups) may not import core/broker/broker.ts'],
  ['core/transactions/canary.ts', `import { x } from '../groups/groups.ts'`, 'core/transactions/canary.ts:1 (core/transactions) may not import core/groups/groups.ts'],
  ['core/security/canary.ts', `import { x } from '../metadata/broker-configs.ts'`, 'core/security/canary.ts:1 (core/security) may not import core/metadata/broker-configs.ts'],
  ['core/broker/canary.ts', `let x: import('../contract/contract.ts').Contract`, 'core/broker/canary.ts:1 (core/broker) may not import core/contract/contract.ts'],
  ['core/client/canary.ts', `import { x } from '../broker/broker.ts'`, 'core/client/canary.ts:1 (core/client) may not import core/broker/broker.ts'],
  ['core/serdes/canary.ts', `import { x } from '../protocol/frame.ts'`, 'core/serdes/canary.ts:1 (core/serdes) may not import core/protocol/frame.ts'],
  ['core/scan/canary.ts', `import { x } from '../contract/messages.ts'`, 'core/scan/canary.ts:1 (core/scan) may not import core/contract/messages.ts'],
  ['core/retries/canary.ts', `import { x } from '../client/producer.ts'`, 'core/retries/canary.ts:1 (core/retries) may not import core/client/producer.ts'],
  ['core/simulator/canary.ts', `import { x } from '../storage/storage.ts'`, 'core/simulator/canary.ts:1 (core/simulator) may not import core/storage/storage.ts'],
  ['core/deadletters/canary.ts', `import { x } from '../log/logs.ts'`, 'core/deadletters/canary.ts:1 (core/deadletters) may not import core/log/logs.ts'],
  ['core/services/canary.ts', `import { x } from '../log/logs.ts'`, 'core/services/canary.ts:1 (core/services) may not import core/log/logs.ts'],
  ['core/host/canary.ts', `new Worker(new URL('../../electron/main.ts', import.meta.url))`, 'core/host/canary.ts:1 (core/host) may not import electron/main.ts'],
  ['electron/canary.ts', `import { x } from '../core/broker/broker.ts'`, 'electron/canary.ts:1 (electron) may not import core/broker/broker.ts'],
  ['renderer/features/canary.tsx', `import Worker from '../../core/scan/worker.ts?worker'`, 'renderer/features/canary.tsx:1 (renderer) may not import core/scan/worker.ts'],
  ['test/canary.ts', `import '../build/x.ts'`, 'test/canary.ts:1 (test) may not import build/x.ts'],
  ['core/log/canary-test.ts', `import { x } from '../../test/support/broker.ts'`, 'core/log/canary-test.ts:1 (core/log) may not import test/support/broker.ts'],
  ['core/unheard-of/canary.ts', ``, 'core/unheard-of/canary.ts is in no room; give its folder a row in MAY_IMPORT'],
  [
    'core/services/topics-canary.ts',
    `\nimport type { Broker } from '../broker/broker.ts'`,
    'core/services/topics-canary.ts:2 may not import core/broker/broker.ts: only the local-broker service sees the broker’s insides',
  ],
  [
    'renderer/rpc/canary.ts',
    `import { contract } from '../../core/contract/contract.ts'`,
    'renderer/rpc/canary.ts:1 may import core/contract/contract.ts as a type only: it brings zod into the page',
  ],
  ['core/log/lmdb-canary.ts', `import { open } from 'lmdb'`, 'core/log/lmdb-canary.ts:1 imports lmdb: lmdb is only for core/storage'],
  [
    'core/broker/handlers/net-canary.ts',
    `import { Socket } from 'node:net'`,
    'core/broker/handlers/net-canary.ts:1 imports node:net: a TCP or TLS socket is only for core/broker/network, core/client, core/host',
  ],
  ['core/services/kafka-canary.ts', `import type { Base } from '@platformatic/kafka'`, 'core/services/kafka-canary.ts:1 imports @platformatic/kafka: @platformatic/kafka is only for core/client'],
  ['core/host/electron-canary.ts', `const { app } = require('electron')`, 'core/host/electron-canary.ts:1 imports electron: electron is only for electron'],
  ['electron/ipc-canary.ts', `import { app, ipcMain } from 'electron'`, 'electron/ipc-canary.ts:1 imports electron: ipcMain is only for electron/core-port-channel.ts'],
  ['electron/react-canary.ts', `import { createRoot } from 'react-dom/client'`, 'electron/react-canary.ts:1 imports react-dom/client: React is only for renderer'],
  ['core/log/time-canary.ts', `const now = () => Date.now()`, 'core/log/time-canary.ts:1 uses Date.now: the time is only for core/base'],
  ['core/log/date-canary.ts', `const at = new Date(5), now = new Date()`, 'core/log/date-canary.ts:1 uses new Date(): the time is only for core/base'],
  ['core/groups/timer-canary.ts', `const later = { run: () => globalThis.setTimeout(() => {}, 5) }`, 'core/groups/timer-canary.ts:1 uses setTimeout: a timer is only for core/base'],
  ['electron/timer-canary.ts', `import { setTimeout as sleep } from 'node:timers/promises'`, 'electron/timer-canary.ts:1 imports node:timers/promises: a timer is only for core/base'],
  ['core/broker/random-canary.ts', `export const pick = (n: number) => Math.floor(Math.random() * n)`, 'core/broker/random-canary.ts:1 uses Math.random: randomness is only for core/base'],
  ['core/client/random-canary.ts', `import { createHash, randomUUID } from 'node:crypto'`, 'core/client/random-canary.ts:1 imports node:crypto: randomness is only for core/base'],
]

/** What a canary needs around it. */
const SURROUNDINGS: readonly [path: string, text: string][] = [
  ['core/contract/contract.ts', `import { topics } from './topics.ts'`],
  ['core/contract/topics.ts', `import { z } from 'zod'`],
]

describe('canaries', () => {
  const root = mkdtempSync(join(tmpdir(), 'headwater-canaries-'))
  for (const [path, text] of [...CANARIES, ...SURROUNDINGS]) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const reports = roomViolations(readSourceTree(root))
  rmSync(root, { recursive: true })

  it.each(CANARIES)('%s is reported', (_path, _text, report) => {
    expect(reports).toContain(report)
  })

  it('are the only ones reported, each once', () => {
    expect(reports.toSorted()).toEqual(CANARIES.map(([, , report]) => report).toSorted())
  })

  it('stand in front of every rule', () => {
    const texts = CANARIES.map(([, , report]) => report).join('\n')
    for (const room of Object.keys(MAY_IMPORT)) expect(texts).toContain(`(${room}) may not import`)
    expect(texts).toContain('it brings zod into the page')
    for (const { why } of NARROW) expect(texts).toContain(why)
    for (const { name, only } of THINGS) expect(texts).toContain(`: ${name} is only for ${only.join(', ')}`)
  })
})

it('a file that keeps to the rules is not reported', () => {
  const root = mkdtempSync(join(tmpdir(), 'headwater-good-'))
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  write('core/services/local-broker-service.ts', `import type { Broker } from '../broker/broker.ts'`)
  write('core/groups/timers.ts', `interface Timers { setTimeout(): void }\nexport const f = (t: Timers, at: Date) => [t.setTimeout(), new Date(5), at.now, { setTimeout: 1 }]`)
  write('renderer/rpc/client.ts', `import type { Contract } from '../../core/contract/contract.ts'\nimport { bytes } from '../../core/contract/bytes.ts'\nsetTimeout(() => {}, 1)`)
  write('core/contract/contract.ts', `import { z } from 'zod'`)
  write('core/contract/bytes.ts', `import type { Contract } from './contract.ts'\nexport const bytes = 1`)
  expect(roomViolations(readSourceTree(root))).toEqual([])
  rmSync(root, { recursive: true })
})
