// Where a message goes is said before it is sent, and so is that its original is elsewhere.
import { expect, it } from 'vitest'
import { type Draft, emptyDraft } from '../../../../renderer/features/composer/draft.ts'
import { otherPartition, placementText } from '../../../../renderer/features/composer/placement.ts'

const origin = { topic: 'orders', partition: 2, offset: '8841' }
const draft = (change: Partial<Draft> = {}): Draft => ({ ...emptyDraft('orders'), key: { kind: 'text', text: 'o-1' }, origin, ...change })
const goesTo = (partition: number | null) => ({ partition, partitionCount: 3 })

it.each<[string, Draft, ReturnType<typeof goesTo> | undefined, number | null]>([
  ['whose key goes elsewhere', draft(), goesTo(0), 2],
  ['without a key', draft({ key: { kind: 'null', text: '' } }), goesTo(null), 2],
  ['whose key is too large to be asked about', draft({ key: { kind: 'stored', text: '' } }), undefined, 2],
  ['whose key goes where it is', draft(), goesTo(2), null],
  ['of which it is not known yet', draft(), undefined, null],
  ['with a partition chosen', draft({ partition: 0 }), goesTo(0), null],
  ['for another topic', draft({ topic: 'payments' }), goesTo(0), null],
  ['written here', draft({ origin: undefined }), goesTo(0), null],
  ['from a partition that is not there any more', draft({ origin: { ...origin, partition: 7 } }), goesTo(0), null],
])('tells of a message %s which partition its original is in, if another', (_what, message, placement, partition) => {
  expect(otherPartition(message, placement)).toBe(partition)
})

it.each<[Draft, ReturnType<typeof goesTo> | undefined, string]>([
  [draft({ topic: ' ' }), undefined, 'Choose a topic to see where the key goes.'],
  [draft({ partition: 1 }), goesTo(0), 'Goes to partition 1, whatever the key.'],
  [draft(), undefined, 'Asking where the key goes…'],
  [draft(), goesTo(null), 'No key: any of 3 partitions, chosen when it is sent.'],
  [draft(), goesTo(0), 'This key goes to partition 0 of 3.'],
])('says where %j goes', (message, placement, text) => {
  expect(placementText(message, placement)).toBe(text)
})
