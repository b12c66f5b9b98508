import { expect, it } from 'vitest'
import { Turnstile } from '../../../core/security/turnstile.ts'
import { settle } from '../../support/fake-time.ts'

it('lets in as many as there are places, in order, and the next when one leaves, however it leaves', async () => {
  const turnstile = new Turnstile(2)
  const begun: number[] = []
  const ends: ((error?: Error) => void)[] = []
  const runs = [0, 1, 2, 3].map(async (n) =>
    turnstile.run(async () => {
      begun.push(n)
      await new Promise<void>((resolve, reject) => (ends[n] = (error) => (error ? reject(error) : resolve())))
      return n
    }),
  )
  const outcomes = Promise.allSettled(runs)
  await settle()
  expect(begun).toEqual([0, 1])
  ends[1]!(new Error('failed'))
  await settle()
  expect(begun).toEqual([0, 1, 2])
  ends[0]!()
  await settle()
  expect(begun).toEqual([0, 1, 2, 3])
  ends[2]!()
  ends[3]!()
  expect((await outcomes).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
  expect(await turnstile.run(async () => 'again')).toBe('again')
})
