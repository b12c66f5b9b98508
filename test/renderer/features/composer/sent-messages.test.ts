// The history of sends is bounded in number and in size, and says what it has let go of.
import { expect, it } from 'vitest'
import { emptyDraft } from '../../../../renderer/features/composer/draft.ts'
import { MAX_ALL_CHARS, MAX_KEPT_CHARS, MAX_SENT, placeOf, remembered, type Sent } from '../../../../renderer/features/composer/sent-messages.ts'

const sent = (offset: number, chars = 0): Sent => ({
  connectionId: 'local',
  topic: 'orders',
  partition: 0,
  offset: String(offset),
  sentAtMs: offset,
  count: 1,
  draft: { ...emptyDraft('orders'), value: { kind: 'text', text: 'x'.repeat(chars) } },
})

const after = (count: number, chars: number): readonly Sent[] => Array.from({ length: count }).reduce<readonly Sent[]>((all, _, i) => remembered(all, sent(i, chars)), [])

it('keeps the last five hundred, newest first', () => {
  const all = after(MAX_SENT + 3, 0)
  expect([all.length, all[0]!.offset, all.at(-1)!.offset, all.every(({ draft }) => draft !== null)]).toEqual([MAX_SENT, String(MAX_SENT + 2), '3', true])
})

it('keeps the entry of a large message, but not the message', () => {
  const [large, small] = remembered([sent(1)], sent(2, MAX_KEPT_CHARS))
  expect([large!.offset, large!.draft, small!.draft === null]).toEqual(['2', null, false])
})

it('lets go of the messages that were sent longest ago when all of them are too much', () => {
  const each = 20_000
  const kept = after(100, each).filter(({ draft }) => draft !== null)
  expect(kept.length).toBeGreaterThan(MAX_ALL_CHARS / each - 3)
  expect(kept.length).toBeLessThan(MAX_ALL_CHARS / each + 1)
  expect(kept[0]!.offset).toBe('99')
})

it('names a place as Kafka people do', () => {
  expect(placeOf({ topic: 'orders', partition: 2, offset: 8841n })).toBe('orders-2 @ 8841')
})
