// Message, handler and dispatch table go together: what one has the others have.
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROJECT_ROOT } from './source-tree.ts'

interface Api {
  readonly key: number
  readonly name: string
}

const messages = join(PROJECT_ROOT, 'core/protocol/messages')
const handlers = join(PROJECT_ROOT, 'core/broker/handlers')
const filesIn = (folder: string): string[] => readdirSync(folder).map((file) => basename(file, '.ts')).filter((name) => name !== 'index').toSorted()

function isApi(value: unknown): value is Api {
  return typeof value === 'object' && value !== null && 'key' in value && 'decodeRequest' in value
}

function isHandler(value: unknown): value is { api: Api } {
  return typeof value === 'object' && value !== null && 'api' in value && isApi(value.api)
}

/** `create-topics.ts` exports `createTopics`; a handler that is made from the others (ApiVersions) exports a function. */
async function handlerOf(file: string): Promise<unknown> {
  const name = file.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase())
  const exported = ((await import(join(handlers, `${file}.ts`))) as Record<string, unknown>)[name]
  return typeof exported === 'function' ? (exported as (others: unknown[]) => unknown)([]) : exported
}

/** The handlers that are reachable from the exports of index.ts: a list, a map, or an object. */
async function dispatchTable(): Promise<{ api: Api }[]> {
  const found = new Set<{ api: Api }>()
  for (const exported of Object.values((await import(join(handlers, 'index.ts'))) as object)) {
    const values = exported instanceof Map ? exported.values() : typeof exported === 'object' && exported !== null ? Object.values(exported) : []
    for (const value of values) if (isHandler(value)) found.add(value)
  }
  return [...found]
}

describe('the dispatch table', () => {
  it('has the handler of every handler file', async () => {
    const registered = new Set((await dispatchTable()).map(({ api }) => api))
    expect(filesIn(handlers)).not.toEqual([])
    for (const file of filesIn(handlers)) {
      const own = await handlerOf(file)
      expect(isHandler(own) && registered.has(own.api), `${file}.ts is in handlers/index.ts`).toBe(true)
    }
  })

  it('answers each API once', async () => {
    const keys = (await dispatchTable()).map(({ api }) => api.key)
    expect(keys.toSorted((a, b) => a - b)).toEqual([...new Set(keys)].toSorted((a, b) => a - b))
    expect(keys).toHaveLength(filesIn(handlers).length)
  })
})

it('every message has a handler of the same name, and the other way round', () => {
  expect(filesIn(handlers)).toEqual(filesIn(messages))
})

it('a handler handles the message of its own name', async () => {
  for (const file of filesIn(handlers)) {
    const message = Object.values((await import(join(messages, `${file}.ts`))) as object).find(isApi)
    const own = await handlerOf(file)
    expect(isHandler(own) && own.api === message, `handlers/${file}.ts handles messages/${file}.ts`).toBe(true)
  }
})
