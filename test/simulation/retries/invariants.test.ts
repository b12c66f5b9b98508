// F1 to F9 of the forwarder, each over seeds: kills in the middle of writes, failed commits, clocks that are set.
import { describe, expect, it } from 'vitest'
import { checkDraft } from '../../../core/retries/check-draft.ts'
import { seededRandom } from '../../../core/base/random.ts'
import type { PolicyDraft, RetryPolicy } from '../../../core/retries/retry-policy.ts'
import { topologyOf } from '../../../core/retries/topology.ts'
import { draft, header, headerText, RetryWorld } from '../../support/retry-world.ts'
import { attemptsOf, ForwarderRun, type Sighting } from './forwarder-run.ts'

const SEEDS = Number(process.env['RETRY_SEEDS'] ?? 3)
const FIRST = Number(process.env['RETRY_SEED'] ?? 1)
const seeds = Array.from({ length: SEEDS }, (_, i) => FIRST + i)

/** `RETRY_SEED=7 RETRY_SEEDS=1` runs a seed again. */
async function lived(seed: number, policy: Partial<PolicyDraft> = {}, options: { killPercent?: number; failPercent?: number } = {}): Promise<ForwarderRun> {
  const run = await ForwarderRun.start({ seed, steps: 120, policy, ...options })
  await run.live()
  await run.drain()
  return run
}

const idsOf = (sightings: readonly Sighting[]): string[] => sightings.map(({ record }) => record.value!)
const sorted = (texts: Iterable<string>): string[] => [...texts].toSorted()

/** Every attempt of every record stands in its tier once, came back once, and ends among the dead letters once. */
function lostOrDoubled(run: ForwarderRun): string[] {
  const durable = [...run.handed.values()].filter(({ isDurable }) => isDurable).map(({ id }) => id)
  const expected = durable.flatMap((id) => [`${id} tier-1 1`, `${id} tier-2 2`, `${id} tier-2 3`, `${id} orders 1`, `${id} orders 2`, `${id} orders 3`, `${id} dead 4`])
  const found = run.sightings.filter(({ topic }) => topic !== 'failed').map((sighting) => `${sighting.record.value} ${sighting.topic} ${attemptsOf(sighting)}`)
  const counts = new Map<string, number>(expected.map((place) => [place, -1]))
  for (const place of found) counts.set(place, (counts.get(place) ?? 0) + 1)
  return [...counts].filter(([, count]) => count !== 0).map(([place, count]) => `${place}: ${count < 0 ? 'lost' : `${count} too many`}`)
}

describe('F1: a move is one transaction, so that nothing is lost or doubled over kill -9', () => {
  it.each(seeds)('seed %i', async (seed) => {
    const run = await lived(seed)
    expect(run.kills).toBeGreaterThan(0)
    expect(run.seenIn('dead').length).toBeGreaterThan(10)
    expect(lostOrDoubled(run)).toEqual([])
    await run.world.stop()
  }, 60_000)

  // A disk that keeps the first half of the transaction in flight breaks the promise that moves are built on.
  it('would be found broken on a disk that tears transactions', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const run = await ForwarderRun.start({ seed, steps: 120, killPercent: 15 })
      run.world.disk.isTorn = true
      const hasBroken = await run.live().then(() => run.drain()).then(() => lostOrDoubled(run).length > 0, () => true)
      if (hasBroken) return
    }
    expect.fail('Forty lives on a torn disk lost nothing.')
  }, 120_000)
})

describe('F2: never early: delivered at or after it was due', () => {
  it.each(seeds)('seed %i', async (seed) => {
    const run = await lived(seed)
    for (const tier of [{ topic: 'tier-1', delayMs: 500, attempts: [1] }, { topic: 'tier-2', delayMs: 2000, attempts: [2, 3] }]) {
      for (const waited of run.seenIn(tier.topic)) {
        const back = run.seenIn('orders').find((sighting) => sighting.record.value === waited.record.value && attemptsOf(sighting) === attemptsOf(waited))!
        expect(back.record.timestampMs - waited.record.timestampMs).toBeGreaterThanOrEqual(tier.delayMs)
      }
    }
    await run.world.stop()
  }, 60_000)

  it.each(seeds)('with a wall clock that somebody sets back or forth a little, seed %i', async (seed) => {
    const world = await RetryWorld.start({ seed })
    const random = seededRandom(seed)
    await world.save({ tiers: [{ topic: 'tier', delayMs: 3000 }], deadLetterTopic: 'dead', ingressTopic: 'failed' })
    const arrived = new Map<string, number>()
    for (let step = 0; step < 40; step++) {
      const id = `r${step}`
      await world.put('failed', random.below(3), id)
      await world.rest()
      arrived.set(id, world.time.monotonic())
      if (random.below(4) === 0) world.time.setWallClock(random.below(2) === 0 ? -random.below(7_200_000) : random.below(900))
      const before = new Set(world.values('orders'))
      await world.pass(random.below(800))
      for (const value of world.values('orders')) if (!before.has(value)) expect(world.time.monotonic() - arrived.get(value!)!).toBeGreaterThanOrEqual(3000 - 50)
    }
    await world.pass(4000)
    expect(sorted(world.values('orders') as string[])).toEqual(sorted(arrived.keys()))
    await world.stop()
  }, 60_000)
})

describe('F3: at most 250 ms late while it runs; after downtime in due order, at the rate of the policy', () => {
  it.each(seeds)('while it runs, seed %i', async (seed) => {
    const world = await RetryWorld.start({ seed })
    const random = seededRandom(seed)
    const { policy } = await world.save({ tiers: [{ topic: null, delayMs: 700 }, { topic: null, delayMs: 1900 }], maxAttempts: 6 })
    for (let step = 0; step < 60; step++) {
      const attempt = random.below(4)
      await world.put('orders.retry', random.below(3), { key: null, value: Buffer.from(`r${step}`), headers: attempt === 0 ? [] : [header('headwater-attempts', String(attempt))] })
      await world.pass(random.below(200), 25)
    }
    await world.pass(2500, 25)
    expect(world.values('orders')).toHaveLength(60)
    expect(world.retries.policy(policy.policyId).worstLatenessMs).toBeLessThanOrEqual(250)
    await world.stop()
  }, 60_000)

  it.each(seeds)('after downtime, seed %i', async (seed) => {
    const world = await RetryWorld.start({ seed })
    const random = seededRandom(seed)
    await world.save({ tiers: [{ topic: 'slow', delayMs: 5000 }, { topic: 'slower', delayMs: 6000 }], maxAttempts: 6, ratePerSecond: 50 })
    for (let step = 0; step < 40; step++) {
      await world.put('orders.retry', random.below(3), { key: null, value: Buffer.from(`r${step}`), headers: random.below(2) === 0 ? [] : [header('headwater-attempts', '1')] })
      await world.pass(random.below(90), 30)
    }
    await world.crash('lost', 60_000)
    const dueMs = new Map<string, number>()
    for (const [topic, delayMs] of [['slow', 5000], ['slower', 6000]] as const) for (const record of world.read(topic)) dueMs.set(record.value!, record.timestampMs + delayMs)
    const order: string[] = []
    let most = 0
    for (let tick = 0; tick < 60; tick++) {
      const before = order.length
      await world.pass(100, 20)
      const seen = new Set(order)
      order.push(...world.read('orders').toSorted((a, b) => a.timestampMs - b.timestampMs || dueMs.get(a.value!)! - dueMs.get(b.value!)!).map(({ value }) => value!).filter((value) => !seen.has(value)))
      if (tick > 0) most = Math.max(most, order.length - before)
    }
    expect(order).toHaveLength(40)
    expect(most).toBeLessThanOrEqual(50 / 10 + 50 / 10)
    const due = order.map((value) => dueMs.get(value)!)
    expect(due).toEqual(due.toSorted((a, b) => a - b))
    await world.stop()
  }, 60_000)
})

describe('F4: the order of a key is kept inside a tier', () => {
  it.each(seeds)('seed %i', async (seed) => {
    const run = await lived(seed)
    for (const [tier, attempts] of [['tier-1', [1]], ['tier-2', [2, 3]]] as const) {
      for (const key of ['a', 'b', 'c']) {
        for (const partition of [0, 1]) {
          const inTier = run.seenIn(tier).filter(({ record }) => record.key === key && record.partition === partition)
          const back = run.seenIn('orders').filter((sighting) => sighting.record.key === key && sighting.record.partition === partition && attempts.includes(attemptsOf(sighting) as never))
          expect(idsOf(back)).toEqual(idsOf(inTier))
        }
      }
    }
    await run.world.stop()
  }, 60_000)

  it.each(seeds)('whatever is fired by hand, seed %i', async (seed) => {
    const world = await RetryWorld.start({ seed })
    const random = seededRandom(seed)
    const { policy } = await world.save({ tiers: [{ topic: 'tier', delayMs: 60_000 }] })
    for (let step = 0; step < 40; step++) await world.put('orders.retry', 0, { key: Buffer.from('abc'[random.below(3)]!), value: Buffer.from(`r${step}`) })
    await world.pass(100)
    for (let shot = 0; shot < 8; shot++) {
      await world.asked(world.retries.fire(policy.policyId, [{ topic: 'tier', partition: 0, offset: random.below(40) }]))
      if (random.below(2) === 0) await world.pass(50)
      if (random.below(4) === 0) await world.crash(random.below(2) === 0 ? 'lost' : 'kept')
    }
    await world.asked(world.retries.fire(policy.policyId, { topic: null }))
    await world.pass(500)
    for (const key of ['a', 'b', 'c']) {
      const values = (topic: string): (string | null)[] => world.read(topic).filter((record) => record.key === key).map(({ value }) => value)
      expect(values('orders')).toEqual(values('tier'))
    }
    await world.stop()
  }, 60_000)
})

describe('F5: attempts strictly increase; more than the most lead to the dead letters exactly once', () => {
  it.each(seeds)('seed %i', async (seed) => {
    const run = await lived(seed)
    const way = Map.groupBy(run.sightings.filter(({ topic }) => topic.startsWith('tier') || topic === 'dead'), ({ record }) => record.value!)
    for (const [, sightings] of way) expect(sightings.map(attemptsOf).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4])
    expect(new Set(idsOf(run.seenIn('dead'))).size).toBe(run.seenIn('dead').length)
    await run.world.stop()
  }, 60_000)
})

describe('F6: deleting or editing a policy leaves no orphan: what waits stays in its topic and is listed', () => {
  it.each(seeds)('seed %i', async (seed) => {
    const world = await RetryWorld.start({ seed })
    const random = seededRandom(seed)
    const { policy } = await world.save({ tiers: [{ topic: 'first', delayMs: 60_000 }, { topic: 'second', delayMs: 90_000 }], maxAttempts: 9 })
    const ids = Array.from({ length: 30 }, (_, i) => `r${i}`)
    for (const id of ids) await world.put('orders.retry', random.below(3), { key: Buffer.from(id), value: Buffer.from(id), headers: random.below(2) === 0 ? [] : [header('headwater-attempts', '2')] })
    await world.pass(200)
    await world.save({ tiers: [{ topic: 'third', delayMs: 1000 }], maxAttempts: 9 }, policy.policyId)
    if (random.below(2) === 0) await world.crash()
    const listed = (): string[] => world.retries.pending(policy.policyId, null, 100).records.map(({ record }) => record.value!.toString())
    expect(sorted(listed())).toEqual(sorted(ids))
    const left = await world.asked(world.retries.delete(policy.policyId))
    expect(left?.state).toBe('deleted')
    if (random.below(2) === 0) await world.crash()
    await world.pass(100_000, 1000)
    expect(world.values('orders')).toEqual([])
    expect(sorted(listed())).toEqual(sorted(ids))
    expect(sorted([...world.values('first'), ...world.values('second')] as string[])).toEqual(sorted(ids))
    await world.asked(world.retries.fire(policy.policyId, { topic: null }))
    await world.pass(500)
    expect(sorted(world.values('orders') as string[])).toEqual(sorted(ids))
    expect(world.retries.policies()).toEqual([])
    await world.stop()
  }, 60_000)
})

describe('F7: a missing or invalid attempt header counts as 1', () => {
  const NONSENSE = [
    [], [header('headwater-attempts', '')], [header('headwater-attempts', '-3')], [header('headwater-attempts', '1e3')], [header('headwater-attempts', '99999999999999999999')],
    [header('headwater-attempts', Buffer.from([0xff, 0, 1]))], [{ key: 'headwater-attempts', value: null }], [header('headwater-attempts', '40000')],
  ]

  it.each(seeds)('seed %i', async (seed) => {
    const world = await RetryWorld.start({ seed })
    const random = seededRandom(seed)
    await world.save({ tiers: [{ topic: 'first', delayMs: 1000 }, { topic: 'second', delayMs: 1000 }], maxAttempts: 5 })
    const made = Array.from({ length: 20 }, () => (random.below(2) === 0 ? NONSENSE[random.below(NONSENSE.length)]! : [header('headwater-attempts', random.bytes(1 + random.below(6)))]))
    const isCounted = (headers: (typeof made)[number]): boolean => /^[1-9]\d*$/.test(headers[0]?.value?.toString() ?? '') && Number(headers[0]!.value) < 32_767
    for (const [i, headers] of made.entries()) if (!isCounted(headers)) await world.put('orders.retry', 0, { key: null, value: Buffer.from(`r${i}`), headers })
    await world.pass(300)
    expect(world.read('first').map((record) => headerText(record, 'headwater-attempts'))).toEqual(made.filter((headers) => !isCounted(headers)).map(() => '1'))
    expect([world.values('second'), world.values('orders.dlq')]).toEqual([[], []])
    await world.stop()
  }, 60_000)
})

describe('F8: a deleted source pauses the policy, and nothing is dropped', () => {
  it.each(seeds)('seed %i', async (seed) => {
    const world = await RetryWorld.start({ seed })
    const random = seededRandom(seed)
    const { policy } = await world.save({ tiers: [{ topic: 'tier', delayMs: 1000 }] })
    const ids = Array.from({ length: 20 }, (_, i) => `r${i}`)
    const deletedAt = random.below(20)
    let gone: Promise<unknown> = Promise.resolve()
    const before: string[] = []
    for (const [i, id] of ids.entries()) {
      await world.put('orders.retry', random.below(3), id)
      await world.pass(random.below(300))
      if (i !== deletedAt) continue
      before.push(...(world.values('orders') as string[]))
      const topic = world.topics.get('orders')!
      gone = world.topics.delete(topic, (dying) => world.retries.topicDeletion(dying))
      if (random.below(2) === 0) await world.rest()
    }
    await gone
    await world.pass(3000, 100)
    expect(world.retries.policy(policy.policyId)).toMatchObject({ state: 'paused', reason: 'Topic "orders" was deleted. Nothing moves, and nothing is lost of what waits. Create it again and resume, or delete the policy.' })
    if (random.below(2) === 0) await world.crash()
    expect(world.retries.policy(policy.policyId).state).toBe('paused')
    const waiting = world.retries.pending(policy.policyId, null, 100).records.map(({ record }) => record.value!.toString())
    expect(sorted([...waiting, ...before])).toEqual(sorted(ids))
    await world.topics.create({ name: 'orders', partitionCount: 3, configs: {} })
    await world.pass(1500)
    expect(world.values('orders')).toEqual([])
    await world.asked(world.retries.resume(policy.policyId))
    await world.pass(2000)
    expect(sorted(world.values('orders') as string[])).toEqual(sorted(waiting))
    await world.stop()
  }, 60_000)
})

describe('F9: a circle is rejected at save', () => {
  const NAMES = ['orders', 'payments', 'a', 'b', 'c', 'd']

  it.each(seeds)('seed %i', (seed) => {
    const random = seededRandom(seed)
    const name = (): string => NAMES[random.below(NAMES.length)]!
    const saved: RetryPolicy[] = []
    for (let tries = 0; tries < 400; tries++) {
      const tiers = Array.from({ length: 1 + random.below(3) }, () => ({ topic: name(), delayMs: 1 + random.below(1000) }))
      const wanted = draft({ source: name(), ingressTopic: random.below(2) === 0 ? name() : `in-${tries}`, deadLetterTopic: name(), tiers, maxAttempts: 2 + random.below(3) })
      const problems = checkDraft(wanted, () => true, saved)
      const policy = { ...bound(wanted), policyId: String(tries) }
      const circle = circleIn([...saved, policy])
      if (circle) expect([seed, tries, problems.length > 0]).toEqual([seed, tries, true])
      if (problems.length === 0) saved.push(policy)
    }
    expect(saved.length).toBeGreaterThan(0)
  })

  it('names what meets', async () => {
    const world = await RetryWorld.start()
    await expect(world.save({ tiers: [{ topic: 'orders', delayMs: 1 }] })).rejects.toThrow('Tier 1 is "orders", as is the source: records would go round in a circle. Choose another name.')
    await expect(world.save({ deadLetterTopic: 'orders' })).rejects.toThrow('The dead-letter topic is "orders", as is the source: records would go round in a circle. Choose another name.')
    await world.save({ deadLetterTopic: 'dead' })
    await world.asked(world.topics.create({ name: 'elsewhere', partitionCount: 1, configs: {} }))
    await expect(world.save({ source: 'dead', deadLetterTopic: 'orders' })).rejects.toThrow('Records would go round in a circle: "dead" to "orders" to "dead". Choose another dead-letter topic.')
    expect([...world.topics.names()].toSorted()).toEqual(['dead', 'elsewhere', 'orders', 'orders.retry', 'orders.retry.1s', 'orders.retry.5s'])
    await world.stop()
  })
})

function bound(wanted: PolicyDraft): RetryPolicy {
  const { ingress, tiers, returnTo, deadLetters } = topologyOf(wanted)
  const bind = (name: string) => ({ name, topicId: name })
  return {
    policyId: '', revision: 1, createdAtMs: 0, draft: wanted, source: bind(wanted.source), ingress: bind(ingress), tiers: tiers.map(({ topic, delayMs }) => ({ ...bind(topic), delayMs })),
    returnTo: bind(returnTo), deadLetters: bind(deadLetters), former: [], isPaused: false, isDeleted: false, warpedMs: 0,
  }
}

/** Told apart from the check by another way of looking: what moves by itself, as a closure of pairs, and dead letters from sources. */
function circleIn(policies: readonly RetryPolicy[]): boolean {
  const moves = new Set<string>()
  const letters = new Set<string>()
  for (const { source, ingress, tiers, returnTo, deadLetters } of policies) {
    if (tiers.some(({ name }) => name === source.name) || deadLetters.name === source.name || ingress.name === source.name) return true
    letters.add(`${source.name} ${deadLetters.name}`)
    moves.add(`${ingress.name} ${deadLetters.name}`)
    for (const { name } of tiers) moves.add(`${ingress.name} ${name}`).add(`${name} ${returnTo.name}`)
  }
  return isCircular(moves) || isCircular(letters)
}

function isCircular(pairs: ReadonlySet<string>): boolean {
  const all = new Set(pairs)
  for (let size = -1; size !== all.size;) {
    size = all.size
    for (const one of [...all]) for (const two of [...all]) if (one.split(' ')[1] === two.split(' ')[0]) all.add(`${one.split(' ')[0]} ${two.split(' ')[1]}`)
  }
  return [...all].some((pair) => pair.split(' ')[0] === pair.split(' ')[1])
}
