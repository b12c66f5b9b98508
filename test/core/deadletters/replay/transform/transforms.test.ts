// Repairs of records: functions in their sandboxes, patches and masks.
import { expect, it, onTestFinished } from 'vitest'
import { systemTimers } from '../../../../../core/base/timers.ts'
import { Transforms } from '../../../../../core/deadletters/replay/transform/transforms.ts'

function transforms(): Transforms {
  const made = new Transforms(systemTimers)
  onTestFinished(async () => made.close())
  return made
}
const record = (value: string | null) => ({ nowMs: 0, seed: '', topic: 't', partition: 0, offset: 0, timestampMs: 0, key: null, value: value === null ? null : Buffer.from(value), headers: [] })
const values = (outcomes: Awaited<ReturnType<Transforms['apply']>>) => outcomes.map((outcome) => (outcome.kind === 'mapped' ? (outcome.value === undefined ? 'as it was' : outcome.value && Buffer.from(outcome.value).toString()) : outcome.kind))

it('many functions are used in turn, each in a sandbox of its own, and old ones make room', async () => {
  const all = transforms()
  for (let round = 0; round < 2; round++) {
    for (let n = 0; n < 5; n++) expect(values(await all.apply({ kind: 'js', source: `(r) => ({ ...r, value: ${n} })` }, [record('{}')]))).toEqual([`${n}`])
  }
})

it('a patch answers record by record', async () => {
  expect(values(await transforms().apply({ kind: 'json-patch', patch: [{ op: 'replace', path: '/a', value: 2 }] }, [record('{"a":1}'), record('{}'), record('x'), record(null)]))).toEqual(['{"a":2}', 'failed', 'failed', 'failed'])
})

it('a value that is nested without end fails alone', async () => {
  const deep = record('{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000))
  const told = 'The value is nested too deep to be read as JSON.'
  const patched = await transforms().apply({ kind: 'json-patch', patch: [{ op: 'add', path: '/b', value: 2 }] }, [deep, record('{}')])
  const masked = await transforms().apply({ kind: 'mask', rules: [{ path: '$.b', how: 'redact' }], salt: 's' }, [deep, record('{}')])
  expect([patched[0], masked[0]]).toEqual([{ kind: 'failed', message: told, line: null }, { kind: 'failed', message: told, line: null }])
  expect([values(patched)[1], values(masked)[1]]).toEqual(['{"b":2}', '{}'])
})

it('what cannot be masked is not let through; a null hides nothing', async () => {
  expect(values(await transforms().apply({ kind: 'mask', rules: [{ path: '$.a', how: 'redact' }], salt: 's' }, [record('{"a":"x"}'), record('plain'), record(null)]))).toEqual(['{"a":"***"}', 'failed', 'as it was'])
})
