import { describe, expect, it } from 'vitest'
import { GlanceStore } from '../../../renderer/rpc/glance-store.ts'

const FRESH_MS = 1_000

interface Question {
  names: readonly string[]
  answer: (absent?: readonly string[]) => Promise<void>
  fail: () => Promise<void>
}

/** Everything waits for the test: the clock, the moment of standing still, and every answer. */
function start() {
  let nowMs = 0
  let settled: (() => void) | null = null
  const questions: Question[] = []
  const turn = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  const store = new GlanceStore<{ id: string; at: number }>({
    batchSize: 3,
    freshMs: FRESH_MS,
    now: () => nowMs,
    nameOf: ({ id }) => id,
    settle: (then) => (settled = then),
    ask: (names) =>
      new Promise((resolve, reject) =>
        questions.push({
          names,
          answer: async (absent = []) => {
            resolve({ glances: names.filter((id) => !absent.includes(id)).map((id) => ({ id, at: nowMs })), readAtMs: nowMs })
            await turn()
          },
          fail: async () => {
            reject(new Error('unreachable'))
            await turn()
          },
        }),
      ),
  })
  return {
    store,
    questions,
    settle: () => {
      const then = settled
      settled = null
      then?.()
    },
    pass: (ms: number) => (nowMs += ms),
    known: (names: string) => names.split('').map((name) => store.get(name)?.glance?.id ?? '-').join(''),
  }
}

const letters = (text: string): string[] => text.split('')

it('asks for what is in sight once the list stands still, and not for what has scrolled past by then', async () => {
  const { store, questions, settle, known } = start()
  store.look(letters('abc'))
  store.look(letters('def'))
  expect(questions).toEqual([])
  settle()
  expect(questions.map(({ names }) => names)).toEqual([letters('def')])
  await questions[0]!.answer()
  expect(known('abcdef')).toBe('---def')
})

it('has one question under way, and asks next for what is in sight then', async () => {
  const { store, questions, settle } = start()
  store.look(letters('abcde'))
  settle()
  store.look(letters('xyz'))
  store.look(letters('exy'))
  expect(questions).toHaveLength(1)
  await questions[0]!.answer()
  expect(questions).toHaveLength(1)
  settle()
  expect(questions.map(({ names }) => names.join(''))).toEqual(['abc', 'exy'])
})

it('asks for nothing when the list comes to stand where everything is known', async () => {
  const { store, questions, settle } = start()
  store.look(letters('ab'))
  settle()
  await questions[0]!.answer()
  store.look(letters('xy'))
  store.look(letters('ab'))
  settle()
  expect(questions).toHaveLength(1)
})

it('takes up what has come into sight meanwhile when an answer comes', async () => {
  const { store, questions, settle } = start()
  store.look(letters('abc'))
  settle()
  store.look(letters('xyz'))
  settle()
  await questions[0]!.answer()
  expect(questions.map(({ names }) => names.join(''))).toEqual(['abc', 'xyz'])
})

it('keeps what it knows, and asks again only for what has grown old', async () => {
  const { store, questions, settle, pass } = start()
  store.look(letters('ab'))
  settle()
  await questions[0]!.answer()
  pass(FRESH_MS - 1)
  store.look(letters('abc'))
  settle()
  expect(questions[1]!.names).toEqual(['c'])
  await questions[1]!.answer()
  pass(1)
  store.look(letters('abc'))
  settle()
  expect(questions[2]!.names).toEqual(['a', 'b'])
  expect(store.get('a')).toEqual({ glance: { id: 'a', at: 0 }, readAtMs: 0 })
})

it('asks again for what is fresh when told to, and shows the old meanwhile', async () => {
  const { store, questions, settle, known } = start()
  store.look(letters('ab'))
  settle()
  await questions[0]!.answer()
  store.refresh()
  settle()
  expect(questions[1]!.names).toEqual(['a', 'b'])
  expect(known('ab')).toBe('ab')
})

it('knows of what was left out of an answer that it is gone', async () => {
  const { store, questions, settle } = start()
  store.look(letters('ab'))
  settle()
  await questions[0]!.answer(['b'])
  expect(store.get('b')).toEqual({ glance: null, readAtMs: 0 })
})

it('keeps what it knows when a question fails, asks nothing by itself, and is healed by the next look', async () => {
  const { store, questions, settle, known, pass } = start()
  store.look(letters('a'))
  settle()
  await questions[0]!.answer()
  pass(FRESH_MS)
  store.look(letters('ab'))
  settle()
  await questions[1]!.fail()
  expect(store.failure).toEqual(new Error('unreachable'))
  expect(known('ab')).toBe('a-')
  expect(questions).toHaveLength(2)
  store.look(letters('ab'))
  settle()
  await questions[2]!.answer()
  expect([store.failure, known('ab')]).toEqual([null, 'ab'])
})

describe('a sweep', () => {
  it('asks for everything in batches, what is in sight first, and tells how far it is', async () => {
    const { store, questions, settle } = start()
    const told: unknown[] = []
    store.subscribe(() => told.push(store.sweep?.done ?? null))
    store.sweepAll(letters('abcdefg'))
    store.look(letters('gf'))
    settle()
    for (let index = 0; index < questions.length; index++) await questions[index]!.answer()
    expect(questions.map(({ names }) => names.join(''))).toEqual(['abc', 'gfd', 'e'])
    expect(told).toEqual([0, 3, 6, null, null])
  })

  it('asks for nothing that is fresh', async () => {
    const { store, questions } = start()
    store.sweepAll(letters('ab'))
    await questions[0]!.answer()
    store.sweepAll(letters('abc'))
    expect(questions[1]!.names).toEqual(['c'])
  })

  it('can be stopped: what was asked for by then is kept', async () => {
    const { store, questions, known } = start()
    store.sweepAll(letters('abcdef'))
    store.stopSweep()
    expect(store.sweep).toBeNull()
    await questions[0]!.answer()
    expect(questions).toHaveLength(1)
    expect(known('abcdef')).toBe('abc---')
  })

  it('ends although its first answers have grown old by then', async () => {
    const { store, questions, pass } = start()
    store.sweepAll(letters('abcdef'))
    await questions[0]!.answer()
    pass(FRESH_MS)
    await questions[1]!.answer()
    expect([store.sweep, questions.length]).toEqual([null, 2])
  })

  it('ends when a question fails', async () => {
    const { store, questions } = start()
    store.sweepAll(letters('abcdef'))
    await questions[0]!.fail()
    expect([store.sweep, questions.length]).toEqual([null, 1])
    expect(store.failure).toEqual(new Error('unreachable'))
  })
})
