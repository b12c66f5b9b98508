// Repairs of records: functions in their sandboxes, patches and masks.
import { expect, it, onTestFinished } from 'vitest'
import { systemTimers } from '../../../../../core/base/timers.ts'
import { Transforms } from '../../../../../core/deadletters/replay/transform/transforms.ts'

function transforms(): Transforms {
  const made = new Transforms(systemTimers)
  onTestFinished(async () => made.close())
  return made
}
const record = (value: string | null) => ({ topic: 't', partition: 0, offset: 0, timestampMs: 0, key: null, value: value === null ? null : Buffer.from(value), headers: [] })
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

it('what cannot be masked is not let through; a null hides nothing', async () => {
  expect(values(await transforms().apply({ kind: 'mask', rules: [{ path: '$.a', how: 'redact' }], salt: 's' }, [record('{"a":"x"}'), record('plain'), record(null)]))).toEqual(['{"a":"***"}', 'failed', 'as it was'])
})
