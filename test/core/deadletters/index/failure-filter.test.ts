import { describe, expect, it } from 'vitest'
import { containing, type FailureFilter, selectEntries } from '../../../../core/deadletters/index/failure-filter.ts'
import { T0 } from '../../../support/dead-letters.ts'
import { entry, topicIndex } from '../../../support/failure-entries.ts'

const entries = [
  entry({ offset: 0 }),
  entry({ offset: 1, fingerprint: 'f2', class: 'shop.Declined', message: 'Card declined', group: 'payments', originTopic: 'payments', originPartition: 0, at: T0 + 1_000, attempts: 1, stackId: 's2' }),
  entry({ offset: 2, fingerprint: 'f3', at: T0 + 2_000, state: 'resolved', replayCount: 2, keyText: 'ORD-77', attempts: null, message: null }),
  entry({ offset: 3, isPointer: true, issueCount: 1, keyText: null }),
  entry({ offset: 4, transaction: 'aborted' }),
]
const index = topicIndex([entry({ partition: 1, offset: 0 }), ...entries], { 1: 1 })
const frames: Record<string, string> = { s1: 'at shop.Prices.of', s2: 'at shop.Cards.charge' }

const offsets = (filter: FailureFilter, groupOf = (fingerprint: string) => fingerprint): number[] =>
  selectEntries([index], filter, { groupOf, framesContain: (stackId, contains) => contains(frames[stackId] ?? '') }).map(({ offset }) => offset)

describe('a filter by', () => {
  it.each<[string, FailureFilter, number[]]>([
    ['nothing takes what is in the log and committed', {}, [0, 1, 2, 3]],
    ['group', { fingerprints: ['f2', 'f3'] }, [1, 2]],
    ['no group takes nothing', { fingerprints: [] }, []],
    ['origin', { originTopic: 'payments', originPartition: 0 }, [1]],
    ['consumer group', { group: 'payments' }, [1]],
    ['class', { class: 'shop.Declined' }, [1]],
    ['text of a message, in either case', { text: 'no price' }, [0, 3]],
    ['text with a capital, as written', { text: 'Card D' }, []],
    ['text of a class', { text: 'declined' }, [1]],
    ['text of the frames of a stack', { text: 'prices.of' }, [0, 2, 3]],
    ['time, from on and until before', { fromMs: T0 + 1_000, untilMs: T0 + 2_000 }, [1]],
    ['key', { key: '77' }, [2]],
    ['attempts', { minAttempts: 2 }, [0, 3]],
    ['state', { states: ['resolved', 'ignored'] }, [2]],
    ['replays', { minReplayCount: 1 }, [2]],
    ['pointers', { isPointerOnly: true }, [3]],
    ['issues', { hasIssues: true }, [3]],
    ['no issues', { hasIssues: false }, [0, 1, 2]],
    ['what was aborted, too', { includeAborted: true }, [0, 1, 2, 3, 4]],
    ['what is gone, too', { includeGone: true }, [0, 0, 1, 2, 3]],
    ['several at once', { originTopic: 'orders', text: 'price', states: ['new'] }, [0, 3]],
    ['empty texts', { text: '', key: '' }, [0, 1, 2, 3]],
  ])('%s', (_, filter, expected) => {
    expect(offsets(filter)).toEqual(expected)
  })

  it('a group that others were merged into', () => {
    expect(offsets({ fingerprints: ['f1'] }, (fingerprint) => (fingerprint === 'f2' ? 'f1' : fingerprint))).toEqual([0, 1, 3])
  })
})

it('either case, unless a capital asks for it', () => {
  expect([containing('ab')('xABx'), containing('Ab')('xABx'), containing('AB')('xABx')]).toEqual([true, false, true])
})
