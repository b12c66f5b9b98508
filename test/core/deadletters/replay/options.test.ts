// Defaults that are safe where others depend on the target.
import { expect, it } from 'vitest'
import { defaultOptions } from '../../../../core/deadletters/replay/options.ts'

it('a remote target gets little at a time and stops at the first failure, the local broker all at once', () => {
  expect(defaultOptions({ isLocal: false })).toMatchObject({ rate: { messagesPerSecond: 50, bytesPerSecond: 1_000_000 }, stopAfterErrors: 1, canary: { count: 5, waitMs: 30_000 }, maxReplays: 3, maxItems: 10_000, order: 'key' })
  expect(defaultOptions({ isLocal: true })).toMatchObject({ rate: { messagesPerSecond: null, bytesPerSecond: null }, stopAfterErrors: null })
})
