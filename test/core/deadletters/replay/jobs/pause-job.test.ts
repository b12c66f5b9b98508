import { expect, it } from 'vitest'
import { ConnectionFailed } from '../../../../../core/client/connection-errors.ts'
import { failureCode, isFenced, isOfRecord, isTooLarge, PauseJob, pauseFor } from '../../../../../core/deadletters/replay/jobs/pause-job.ts'
import { type ErrorName, kafkaError } from '../../../../../core/protocol/error-codes.ts'
import { StorageError } from '../../../../../core/storage/storage-error.ts'

const lost = (step: 'request' | 'sasl') => new ConnectionFailed(step, 'a:1', { message: 'm', remedy: 'r' })

it.each<[Error, string]>([
  [kafkaError('TOPIC_AUTHORIZATION_FAILED'), 'auth'],
  [kafkaError('TRANSACTIONAL_ID_AUTHORIZATION_FAILED'), 'auth'],
  [kafkaError('GROUP_AUTHORIZATION_FAILED'), 'auth'],
  [kafkaError('CLUSTER_AUTHORIZATION_FAILED'), 'auth'],
  [lost('sasl'), 'auth'],
  [lost('request'), 'network'],
  [kafkaError('NOT_COORDINATOR'), 'network'],
  [kafkaError('UNKNOWN_TOPIC_OR_PARTITION'), 'target-missing'],
  [kafkaError('KAFKA_STORAGE_ERROR'), 'storage'],
  [new StorageError('full'), 'storage'],
  [kafkaError('UNSUPPORTED_VERSION'), 'broker'],
  [new PauseJob('bounce', 'm', 'r'), 'bounce'],
])('%s pauses a job as %s', (error, code) => {
  expect(pauseFor(error).reason.code).toBe(code)
})

it('throws a bug of ours on', () => {
  expect(() => pauseFor(new TypeError('x is not a function'))).toThrow(TypeError)
})

it('tells what is of a record, what is of a transaction, and what of neither', () => {
  const names: ErrorName[] = ['MESSAGE_TOO_LARGE', 'INVALID_TIMESTAMP', 'INVALID_RECORD', 'PRODUCER_FENCED', 'INVALID_PRODUCER_EPOCH', 'TOPIC_AUTHORIZATION_FAILED']
  expect(names.map((name) => [isOfRecord(kafkaError(name)), isTooLarge(kafkaError(name)), isFenced(kafkaError(name))])).toEqual([
    [true, true, false],
    [true, false, false],
    [true, false, false],
    [false, false, true],
    [false, false, true],
    [false, false, false],
  ])
  expect(names.slice(0, 3).map((name) => failureCode(kafkaError(name)))).toEqual(['too-large', 'invalid-timestamp', 'invalid-record'])
})
