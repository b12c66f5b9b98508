// The core's side of asking for its secrets.
import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import type { CoreNotice } from '../../electron/core-messages.ts'
import { secretsOfMain } from '../../electron/core-secrets.ts'

it('gives each answer to who asked for it, and leaves other messages alone', async () => {
  const asked: CoreNotice[] = []
  const parent = Object.assign(new EventEmitter(), { postMessage: (notice: CoreNotice) => void asked.push(notice) })
  const secrets = secretsOfMain(parent)
  const loading = secrets.load()
  const saving = secrets.save('text')
  expect(asked).toEqual([
    { type: 'secrets', id: 1, save: null },
    { type: 'secrets', id: 2, save: 'text' },
  ])
  parent.emit('message', { data: 'port', ports: [] })
  parent.emit('message', { data: { type: 'secrets', id: 2, text: null, kept: 'Written.' }, ports: [] })
  parent.emit('message', { data: { type: 'secrets', id: 1, text: 'kept', kept: 'Read.' }, ports: [] })
  expect(await loading).toMatchObject({ text: 'kept', kept: 'Read.' })
  expect(await saving).toMatchObject({ kept: 'Written.' })
})
