import { afterEach, expect, it } from 'vitest'
import { systemTimers } from '../../../../core/base/timers.ts'
import type { MapOutcome, RecordToMap } from '../../../../core/scan/sandbox/guest-context.ts'
import { FunctionTextError } from '../../../../core/scan/sandbox/function-text.ts'
import { Sandbox, type SandboxLimits } from '../../../../core/scan/sandbox/sandbox.ts'

const opened: Sandbox[] = []
afterEach(() => Promise.all(opened.splice(0).map((sandbox) => sandbox.close())))

function sandbox(text: string, limits: SandboxLimits = {}): Sandbox {
  const made = new Sandbox(text, systemTimers, limits)
  opened.push(made)
  return made
}

function records(...values: string[]): RecordToMap[] {
  return values.map((value, offset) => ({ nowMs: 0, seed: String(offset), topic: 't', partition: 0, offset, timestampMs: 0, key: null, value: Buffer.from(value), headers: [] }))
}

const valueOf = (outcome: MapOutcome): string | null => (outcome.kind === 'mapped' && outcome.value ? Buffer.from(outcome.value).toString() : null)

it('maps many records in order', async () => {
  const outcomes = await sandbox('({ value: { n: offset } })').map(records(...Array.from({ length: 1_000 }, () => '{}')))
  expect(outcomes.map(valueOf)).toEqual(Array.from({ length: 1_000 }, (_, n) => `{"n":${n}}`))
})

it('a record that it hangs on fails; those before and behind it do not', async () => {
  const outcomes = await sandbox('if (value.hang) for (;;) {}; return { value: { n: offset } }', { recordMs: 200 }).map(records('{}', '{"hang":1}', '{}'))
  expect(outcomes.map(valueOf)).toEqual(['{"n":0}', null, '{"n":2}'])
  expect(outcomes[1]).toEqual({ kind: 'failed', message: 'It took longer than 0.2 s for this record.', line: null })
})

it.each([
  ['a list', 'const a = []; for (;;) a.push(new Array(1000).fill(1))'],
  ['a map, whose growth would end the process at V8’s own limit', 'const m = new Map(); for (let i = 0; ; i++) m.set(i, i)'],
])('a record that it needs too much memory for fails: %s', async (_, text) => {
  const outcomes = await sandbox(text, { recordMs: 20_000, memoryMb: 64 }).map(records('{}'))
  expect(outcomes).toEqual([{ kind: 'failed', message: 'It needed more than 64 MB of memory for this record.', line: null }])
})

it('is not tried for ever', async () => {
  const outcomes = await sandbox('for (;;) {}', { recordMs: 100 }).map(records('1', '2', '3', '4', '5'))
  expect(outcomes.map((outcome) => outcome.kind === 'failed' && outcome.message)).toEqual([
    ...Array.from({ length: 3 }, () => 'It took longer than 0.1 s for this record.'),
    ...Array.from({ length: 2 }, () => 'It was not tried on this record: before, the function was stopped on 3 records.'),
  ])
})

it('nothing of Node is reached through what Node itself hands out', async () => {
  const texts = ['const p = import("node:fs"); return { value: String(p.constructor.constructor("return process")()) }', '({ value: String(Object.keys(globalThis)) })']
  const [imported, names] = await Promise.all(texts.map((text) => sandbox(text).map(records('{}'))))
  expect(imported![0]!.kind).toBe('failed')
  expect(valueOf(names![0]!)).toBe('Bytes')
})

it.each([
  ['async () => { throw new Error("later") }', { kind: 'failed', message: 'TypeError: It returned a promise; it should return the record itself.', line: null }],
  ['() => import("node:fs")', { kind: 'failed', message: 'TypeError: It returned a promise; it should return the record itself.', line: null }],
  ['(r) => { import("node:fs"); return r }', { kind: 'mapped' }],
  ['(r) => { Promise.reject(new Error("later")); return r }', { kind: 'mapped' }],
])('a promise that nobody waits for fails no other record, nor the thread: %s', async (text, outcome) => {
  const tried = sandbox(text)
  for (let round = 0; round < 2; round++) expect(await tried.map(records('{}', '{}'))).toEqual([outcome, outcome])
})

it('a text that cannot be run is refused at once', () => {
  expect(() => sandbox('value +')).toThrow(FunctionTextError)
})

it('closing it ends what is under way', async () => {
  const closing = sandbox('for (;;) {}')
  const [mapping] = await Promise.allSettled([closing.map(records('{}')), closing.close()])
  expect(mapping).toMatchObject({ status: 'rejected', reason: { message: 'A worker thread has ended at item -1.' } })
  await expect(closing.map(records('{}'))).rejects.toThrow('The sandbox is closed.')
})
