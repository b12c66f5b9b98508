import { expect, it } from 'vitest'
import { ErrorCode, type ErrorName } from '../../../core/protocol/error-codes.ts'
import { requestErrorMeaning } from '../../../core/services/request-errors.ts'

it.each([
  ['FENCED_MEMBER_EPOCH', 'The coordinator has fenced the member; it has to give up its partitions and join again. Clients do that by themselves. Where it repeats, two consumers use one member id.'],
  ['PRODUCER_FENCED', 'A newer producer uses the same transactional id. Close this producer; where both are to run, give each a transactional.id of its own.'],
  ['TRANSACTION_ABORTABLE', 'The transaction can no longer commit and has to be aborted. Abort it, and send its records again.'],
  ['OFFSET_OUT_OF_RANGE', 'The offset lies outside the range that the partition holds.'],
] as const)('tells what %s means, and what to do where that is not plain', (name, meaning) => {
  expect(requestErrorMeaning(ErrorCode[name])).toBe(meaning)
})

it('has a next step for what groups, transactions, rights and quotas answer', () => {
  const names: ErrorName[] = ['STALE_MEMBER_EPOCH', 'UNRELEASED_INSTANCE_ID', 'UNSUPPORTED_ASSIGNOR', 'INVALID_REGULAR_EXPRESSION', 'INVALID_PRODUCER_EPOCH', 'INVALID_TXN_STATE', 'CONCURRENT_TRANSACTIONS', 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED', 'THROTTLING_QUOTA_EXCEEDED', 'SASL_AUTHENTICATION_FAILED']
  for (const name of names) expect(requestErrorMeaning(ErrorCode[name]).split('. ').length, name).toBeGreaterThan(1)
})
