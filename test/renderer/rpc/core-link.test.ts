// The link to the core survives drops, says so, and never gives up.
import { expect, it } from 'vitest'
import type { Client } from '../../../core/contract/rpc-client.ts'
import { CoreLink, type LinkDeps } from '../../../renderer/rpc/core-link.ts'
import { isLost, onLost } from '../../../renderer/rpc/lost-clients.ts'

interface Attempt {
  succeed: (client: Client) => () => void
  fail: () => void
}

const clientNamed = (name: string): Client => ({ name }) as unknown as Client

/** Attempts are settled by the test; waits end when it says so. */
function createRig() {
  const attempts: Attempt[] = []
  const waits: { ms: number; end: () => void }[] = []
  const deps: LinkDeps = {
    now: () => 1_000,
    open: () =>
      new Promise((resolve, reject) => {
        attempts.push({
          succeed: (client) => {
            let close = (): void => {}
            const closed = new Promise<void>((done) => (close = done))
            resolve({ client, closed })
            return close
          },
          fail: () => reject(new Error('refused')),
        })
      }),
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const end = (): void => resolve()
        signal.addEventListener('abort', end)
        // The attempt's own time-out is not what these tests are about.
        if (ms < 10_000) waits.push({ ms, end })
      }),
  }
  const link = new CoreLink(deps)
  void link.run()
  return { link, attempts, waits }
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

it('opens and hands out the client', async () => {
  const { link, attempts } = createRig()
  expect(link.state).toEqual({ phase: 'opening', failures: 0 })
  attempts[0]!.succeed(clientNamed('first'))
  await turns()
  expect(link.state).toEqual({ phase: 'open', client: clientNamed('first') })
})

it('counts failures and waits longer after each, up to five seconds', async () => {
  const { link, attempts, waits } = createRig()
  for (let failure = 0; failure < 8; failure += 1) {
    attempts[failure]!.fail()
    await turns()
    expect(link.state).toEqual({ phase: 'opening', failures: failure + 1 })
    waits[failure]!.end()
    await turns()
  }
  expect(waits.map(({ ms }) => ms)).toEqual([100, 250, 500, 1_000, 2_000, 5_000, 5_000, 5_000])
})

it('keeps the old client while lost and replaces it by a new one', async () => {
  const { link, attempts, waits } = createRig()
  const close = attempts[0]!.succeed(clientNamed('first'))
  await turns()
  close()
  await turns()
  expect(link.state).toEqual({ phase: 'lost', client: clientNamed('first'), failures: 0, sinceMs: 1_000 })
  attempts[1]!.fail()
  await turns()
  expect(link.state).toEqual({ phase: 'lost', client: clientNamed('first'), failures: 1, sinceMs: 1_000 })
  waits[0]!.end()
  await turns()
  attempts[2]!.succeed(clientNamed('second'))
  await turns()
  expect(link.state).toEqual({ phase: 'open', client: clientNamed('second') })
})

it('tries at once when asked to', async () => {
  const { link, attempts } = createRig()
  attempts[0]!.fail()
  await turns()
  expect(attempts).toHaveLength(1)
  link.retryNow()
  await turns()
  expect(attempts).toHaveLength(2)
})

it('tells its listeners of every change, until they leave', async () => {
  const { link, attempts } = createRig()
  const phases: string[] = []
  const leave = link.subscribe(() => phases.push(link.state.phase))
  const close = attempts[0]!.succeed(clientNamed('first'))
  await turns()
  close()
  await turns()
  leave()
  attempts[1]!.succeed(clientNamed('second'))
  await turns()
  expect(phases).toEqual(['open', 'lost'])
})

it('tells which client has lost its connection', async () => {
  const { attempts } = createRig()
  const [first, second] = [clientNamed('first'), clientNamed('second')]
  const told: boolean[] = []
  const leave = onLost(() => told.push(isLost(first)))
  const close = attempts[0]!.succeed(first)
  await turns()
  expect(isLost(first)).toBe(false)
  close()
  await turns()
  attempts[1]!.succeed(second)
  await turns()
  leave()
  expect([told, isLost(first), isLost(second)]).toEqual([[true], true, false])
})
