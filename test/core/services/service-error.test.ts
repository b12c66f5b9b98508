import { expect, it } from 'vitest'
import { invalidInput, notFound, readOnly } from '../../../core/services/service-error.ts'

it('carries what the contract declares for its code', () => {
  expect(notFound('gone', 'look')).toMatchObject({ code: 'NOT_FOUND', message: 'gone', data: { remedy: 'look' } })
  expect(invalidInput('name', 'bad')).toMatchObject({ code: 'INVALID_INPUT', message: 'bad', data: { field: 'name', remedy: '' } })
  expect(readOnly('id', 'prod')).toMatchObject({ code: 'READ_ONLY', message: 'The cluster "prod" is read-only.', data: { connectionId: 'id' } })
})
