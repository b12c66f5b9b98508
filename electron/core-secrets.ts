// The core process asks the main process to keep its secrets: only that one can reach the keychain.
import type { MessageEvent } from 'electron'
import type { CoreOptions } from '../core/host/core-process.ts'
import type { CoreCommand, CoreNotice, SecretsAnswer } from './core-messages.ts'

export interface ParentPort {
  on(event: 'message', listener: (event: MessageEvent) => void): unknown
  postMessage(notice: CoreNotice): void
}

export function secretsOfMain(parent: ParentPort): NonNullable<CoreOptions['secrets']> {
  const waiting = new Map<number, (answer: SecretsAnswer) => void>()
  let lastId = 0
  parent.on('message', ({ data }) => {
    const command = data as CoreCommand
    if (typeof command !== 'object') return
    waiting.get(command.id)?.(command)
    waiting.delete(command.id)
  })
  const ask = async (save: string | null): Promise<SecretsAnswer> =>
    new Promise((resolve) => {
      waiting.set(++lastId, resolve)
      parent.postMessage({ type: 'secrets', id: lastId, save })
    })
  return { load: async () => ask(null), save: async (text) => ask(text) }
}
