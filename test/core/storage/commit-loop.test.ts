// The commit loop: one cycle at a time, in order, bounded, and a failure takes everything built on it along.
import { beforeEach, describe, expect, it } from 'vitest'
import { CommitLoop } from '../../../core/storage/commit-loop.ts'
import type { CommitUnit } from '../../../core/storage/commit-unit.ts'
import { clusterTable } from '../../../core/storage/tables.ts'
import { FakeTime, settle } from '../../support/fake-time.ts'

const UNIT_BYTES = 1000

let cycles: { names: string[]; finish: () => void; fail: (error: Error) => void }[]
let failures: string[]
let events: string[]
let time: FakeTime
beforeEach(() => {
  time = new FakeTime()
  cycles = []
  failures = []
  events = []
})

const open = (limits: { maxCycleBytes?: number; congestedBytes?: number; lingerMs?: number } = {}): CommitLoop =>
  new CommitLoop({
    write: (units) => new Promise((finish, fail) => cycles.push({ names: units.map((unit) => unit.writes![0]!.key.toString('latin1', 1)), finish, fail })),
    failed: (error) => failures.push(error.message),
    maxCycleBytes: 100_000,
    congestedBytes: 100_000,
    timers: time,
    ...limits,
  })

function unit(name: string): CommitUnit {
  const write = clusterTable.put(name, '')
  return { writes: [{ key: write.key, value: Buffer.alloc(UNIT_BYTES - 128 - write.key.length) }] }
}

const submit = (loop: CommitLoop, ...names: string[]): void => {
  for (const name of names) loop.submit(unit(name), (error) => events.push(error ? `${name} failed` : `${name} durable`))
}

describe('the commit loop', () => {
  it('writes what one turn of the event loop queued as one cycle, and what queues meanwhile as the next', async () => {
    const loop = open()
    submit(loop, 'a', 'b')
    await settle()
    submit(loop, 'c')
    submit(loop, 'd')
    await settle()
    expect(cycles.map(({ names }) => names)).toEqual([['a', 'b']])
    cycles[0]!.finish()
    await settle()
    expect([cycles.map(({ names }) => names), events]).toEqual([[['a', 'b'], ['c', 'd']], ['a durable', 'b durable']])
  })

  it('cuts cycles at their size, but never leaves a unit out for its own size', async () => {
    const loop = open({ maxCycleBytes: 2 * UNIT_BYTES })
    submit(loop, 'a', 'b', 'c')
    loop.submit({ writes: [{ key: Buffer.from('\u0001huge'), value: Buffer.alloc(50_000) }] }, () => undefined)
    for (let i = 0; i < 3; i++) {
      await settle()
      cycles.at(-1)!.finish()
    }
    await settle()
    expect(cycles.map(({ names }) => names)).toEqual([['a', 'b'], ['c'], ['huge']])
  })

  it('fails everything queued behind a failed cycle too, after the state was dropped, and goes on with what comes then', async () => {
    const loop = open()
    submit(loop, 'a')
    await settle()
    submit(loop, 'b')
    cycles[0]!.fail(new Error('disk'))
    await settle()
    expect([failures, events]).toEqual([['The write did not become durable.'], ['a failed', 'b failed']])
    submit(loop, 'c')
    await settle()
    cycles[1]!.finish()
    await settle()
    expect([cycles[1]!.names, events.at(-1)]).toEqual([['c'], 'c durable'])
  })

  it('says when too much is queued, and when half of that is left', async () => {
    const loop = open({ maxCycleBytes: UNIT_BYTES, congestedBytes: 3 * UNIT_BYTES })
    let drained = 0
    loop.drained.on(() => drained++)
    submit(loop, 'a', 'b', 'c')
    expect(loop.congested).toBe(false)
    submit(loop, 'd')
    expect([loop.congested, loop.queuedBytes]).toEqual([true, 4 * UNIT_BYTES])
    for (const left of [true, true, false, false]) {
      await settle()
      cycles.at(-1)!.finish()
      await settle()
      expect(loop.congested).toBe(left)
    }
    expect([drained, loop.queuedBytes]).toEqual([1, 0])
  })

  it('finishes what is queued before it closes, and refuses what comes later', async () => {
    const loop = open()
    submit(loop, 'a')
    const closed = loop.close().then(() => events.push('closed'))
    submit(loop, 'late')
    await settle()
    cycles[0]!.finish()
    await closed
    expect(events).toEqual(['late failed', 'a durable', 'closed'])
  })
})

describe('with a linger', () => {
  it('waits that long for units to share a cycle, also between cycles', async () => {
    const loop = open({ lingerMs: 10 })
    submit(loop, 'a')
    await time.advance(9)
    submit(loop, 'b')
    expect(cycles).toHaveLength(0)
    await time.advance(1)
    expect(cycles.map(({ names }) => names)).toEqual([['a', 'b']])
    submit(loop, 'c')
    cycles[0]!.finish()
    await time.advance(9)
    expect(cycles).toHaveLength(1)
    await time.advance(1)
    expect(cycles.at(-1)!.names).toEqual(['c'])
  })

  it('does not wait with a full cycle, nor when it is closed', async () => {
    const loop = open({ lingerMs: 10, maxCycleBytes: 2 * UNIT_BYTES })
    submit(loop, 'a', 'b')
    await settle()
    expect(cycles.map(({ names }) => names)).toEqual([['a', 'b']])
    submit(loop, 'c')
    cycles[0]!.finish()
    await settle()
    expect(cycles).toHaveLength(1)
    const closed = loop.close()
    await settle()
    cycles[1]!.finish()
    await closed
    expect(events).toEqual(['a durable', 'b durable', 'c durable'])
  })
})
