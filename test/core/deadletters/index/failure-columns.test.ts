import { expect, it } from 'vitest'
import type { Failure } from '../../../../core/deadletters/failure.ts'
import { columnsOf, entryFromColumns, type FailureColumns, failureOf, stackOf } from '../../../../core/deadletters/index/failure-columns.ts'
import { entryOf } from '../../../../core/deadletters/index/failure-entry.ts'
import { failuresTable } from '../../../../core/storage/workbench-tables.ts'
import { decodeFailure } from '../../../../core/deadletters/failure.ts'
import { recordedIn, recording, recordingNames } from '../../../support/recorded-dead-letters.ts'
import { deadLetter, u8 } from '../../../support/dead-letters.ts'

const place = { topic: 1, partition: 0, offset: 7 }

/** Through the bytes that lie on disk. */
function stored(columns: FailureColumns): FailureColumns {
  return failuresTable.decodeValue(failuresTable.put(place, columns).value!) as FailureColumns
}

function withoutStack(failure: Failure): Failure {
  const { stack: _stack, ...error } = failure.error
  return { ...failure, error }
}

it('what was recorded from frameworks comes back as it was', () => {
  for (const name of recordingNames()) {
    const read = recording(name)
    for (const record of read.topics.flatMap(({ name: topic }) => recordedIn(read, topic))) {
      const failure = decodeFailure(record, { clusterId: 'c' })
      const entry = entryOf({ record, failure, sizeBytes: 100, transaction: 'committed', replayId: 'p/1', stackId: 's' })
      const columns = stored(columnsOf(failure, entry, ['head']))
      expect(failureOf(failure.key, columns)).toEqual(withoutStack(failure))
      expect(entryFromColumns({ topic: record.topic, topicId: record.topicId, partition: record.partition, offset: record.offset }, columns)).toEqual(entry)
      expect(stackOf(columns)).toEqual({ stackId: 's', heads: ['head'] })
    }
  }
})

it('a long message is cut, the rest is kept', () => {
  const record = deadLetter('dlq', [u8('exception-type', 'E'), u8('failed-at', '1'), u8('exception-message', 'x'.repeat(100_000))])
  const failure = decodeFailure(record, { clusterId: 'c' })
  const entry = entryOf({ record, failure, sizeBytes: 1, transaction: null, replayId: null, stackId: '' })
  expect(failureOf(failure.key, stored(columnsOf(failure, entry, []))).error.message).toHaveLength(16_384)
})
