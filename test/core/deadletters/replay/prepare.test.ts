// What is prepared is what will be sent: byte for byte, but for what was asked for.
import { describe, expect, it } from 'vitest'
import { editItem } from '../../../../core/deadletters/replay/change-items.ts'
import { DEFAULT_HEADERS, type ReplayOptions } from '../../../../core/deadletters/replay/options.ts'
import type { PreparedItem, ReadyItem, ReplayPlan } from '../../../../core/deadletters/replay/plan.ts'
import { prepareItems, StalePlan } from '../../../../core/deadletters/replay/prepare.ts'
import { encodeBatch } from '../../../../core/protocol/records/record-batch.ts'
import { planWorld, type PlanWorld, shownHeaders, springHeaders } from '../../../support/replay-plans.ts'

const text = (value: string): Buffer => Buffer.from(value)

interface Given {
  readonly key?: Buffer | null
  readonly value?: Buffer | null
  readonly headers?: readonly { key: string; value: Buffer | null }[]
}

async function worldWith(...records: Given[]): Promise<PlanWorld> {
  const world = await planWorld()
  await world.topic('orders', 3)
  await world.topic('orders-dlt', 1)
  await world.produce('orders-dlt', 0, records.map(({ key = text('k'), value = text('{"n":1}'), headers = [] }, i) => ({
    key,
    value,
    headers: [...headers, ...springHeaders({ topic: 'orders', partition: 2, offset: i })],
    timestamp: 1_750_000_000_000 + i,
  })))
  return world
}

async function planned(world: PlanWorld, count: number, options: Partial<ReplayOptions> = {}): Promise<ReplayPlan> {
  return world.plan({ keys: await world.keys('orders-dlt', 0, [...Array(count).keys()]) }, options)
}

const prepared = (world: PlanWorld, plan: ReplayPlan): Promise<PreparedItem[]> => prepareItems(plan, 0, 1_000, world.context)

function ready(item: PreparedItem): ReadyItem {
  if (item.failure) throw new Error(item.failure.message)
  return item
}

describe('what is prepared', () => {
  it('is the record without what the failure brought, stamped', async () => {
    const world = await worldWith({ headers: [{ key: 'trace', value: text('a') }, { key: 'trace', value: null }] })
    const plan = await planned(world, 1)
    const item = ready((await prepared(world, plan))[0]!)
    expect(item).toMatchObject({ index: 0, topic: 'orders', partition: 2, key: text('k'), value: text('{"n":1}'), timestampMs: null, replayId: `${plan.planHash.slice(0, 16)}/0` })
    expect(shownHeaders(item.headers)).toEqual([
      ['trace', 'a'],
      ['trace', null],
      ['x-replay-id', item.replayId],
      ['x-replay-of', 'orders-dlt/0/0'],
      ['x-replay-at', new Date(plan.frozenAtMs).toISOString()],
      ['x-replay-count', '1'],
    ])
    const { key, value, headers } = item
    expect(item.sizeBytes).toBe(encodeBatch({ records: [{ key, value, headers }] }).length)
  })

  it('keeps the time of its origin where that is asked for, and no mark where none is', async () => {
    const world = await worldWith({})
    const plan = await planned(world, 1, { timestamp: 'preserve', headers: { ...DEFAULT_HEADERS, stamp: false } })
    expect(ready((await prepared(world, plan))[0]!)).toMatchObject({ timestampMs: 1_700_000_000_000, headers: [], replayId: null })
  })

  it('is refused under the hash of a plan that was changed since', async () => {
    const world = await worldWith({})
    const plan = await planned(world, 1)
    await editItem(world.plans, plan, 0, { key: null, value: null, headers: [] }, world.making)
    await expect(prepared(world, plan)).rejects.toThrow(new StalePlan('The plan "Orders again" was changed or removed since.'))
  })

  it('is the edit where there is one, whatever the transform', async () => {
    const world = await worldWith({}, {})
    const plan = await planned(world, 2, { transform: { kind: 'js', source: '(record) => ({ ...record, value: { ...record.value, n: 2 } })' } })
    const edited = await editItem(world.plans, plan, 1, { key: text('other'), value: text('{"n":3}'), headers: [{ key: 'kafka_dlt-original-topic', value: text('goes') }, { key: 'mine', value: text('stays') }] }, world.making)
    expect(edited.totals.edited).toBe(1)
    const [first, second] = (await prepared(world, edited)).map(ready)
    expect(first!.value?.toString()).toBe('{"n":2}')
    expect(second).toMatchObject({ key: text('other'), value: text('{"n":3}') })
    expect(second!.headers[0]).toEqual({ key: 'mine', value: text('stays') })
    const restored = await editItem(world.plans, edited, 1, null, world.making)
    expect(ready((await prepared(world, restored))[1]!)).toMatchObject({ key: text('k'), value: text('{"n":2}') })
    expect(restored.totals.edited).toBe(0)
  })

  it('follows a transform: changed, left out, failed with its line', async () => {
    const world = await worldWith({ value: text('{"n":1}') }, { value: text('{"n":2}') }, { value: text('{"n":3}') })
    const source = `(record) => {
      if (record.value.n === 2) return null
      if (record.value.n === 3) throw new Error('three is too many')
      return { ...record, key: 'new key' }
    }`
    const items = await prepared(world, await planned(world, 3, { partition: { mode: 'by-key', partitioner: 'murmur2' }, transform: { kind: 'js', source } }))
    expect(items[0]).toMatchObject({ failure: null, key: text('new key'), value: text('{"n":1}') })
    expect(items[1]).toMatchObject({ failure: { outcome: 'SKIPPED', code: 'by-transform' } })
    expect(items[2]).toMatchObject({ failure: { outcome: 'FAILED', code: 'transform', message: expect.stringMatching(/three is too many.*\(line 3\)/) as string } })
  })

  it('is the same whenever it is prepared, in whichever pieces, also where the transform asks for time and chance', async () => {
    const world = await worldWith({}, {}, {})
    const plan = await planned(world, 3, { transform: { kind: 'js', source: '(record) => { record.value.r = Math.random(); record.value.t = Date.now(); return record }' } })
    const whole = (await prepared(world, plan)).map(ready)
    const pieces = [...(await prepareItems(plan, 2, 1, world.context)), ...(await prepareItems(plan, 0, 2, world.context))].map(ready)
    expect([pieces[1], pieces[2], pieces[0]]).toEqual(whole)
    const values = whole.map(({ value }) => JSON.parse(value!.toString()) as { r: number; t: number })
    expect(values.map(({ t }) => t)).toEqual([plan.frozenAtMs, plan.frozenAtMs, plan.frozenAtMs])
    expect(new Set(values.map(({ r }) => r)).size).toBe(3)
  })

  it('follows a JSON Patch, and says which values are none of JSON', async () => {
    const world = await worldWith({ value: text('{"id":9007199254740993}') }, { value: text('plain') }, { value: null })
    const items = await prepared(world, await planned(world, 3, { transform: { kind: 'json-patch', patch: [{ op: 'add', path: '/ok', value: true }] } }))
    expect(ready(items[0]!).value?.toString()).toBe('{"id":9007199254740993,"ok":true}')
    expect(items[1]).toMatchObject({ failure: { code: 'transform', message: expect.stringContaining('The value is not JSON') as string } })
    expect(items[2]).toMatchObject({ failure: { code: 'transform', message: 'The value is null; a JSON Patch needs a JSON document.' } })
  })
})
