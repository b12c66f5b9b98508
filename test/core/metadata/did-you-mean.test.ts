import { expect, test } from 'vitest'
import { didYouMean } from '../../../core/metadata/did-you-mean.ts'

const known = ['num.partitions', 'num.io.threads', 'retention.ms', 'retention.bytes', 'preallocate']

test.each([
  ['num.partition', ' Did you mean "num.partitions"?'],
  ['num.partitoins', ' Did you mean "num.partitions"?'],
  ['NUM.PARTITIONS', ' Did you mean "num.partitions"?'],
  ['retention.m', ' Did you mean "retention.ms"?'],
  ['retention.byte', ' Did you mean "retention.bytes"?'],
  ['colour', ''],
  ['', ''],
  ['something.entirely.different', ''],
])('%j leads to%j', (typed, hint) => {
  expect(didYouMean(typed, known)).toBe(hint)
})
