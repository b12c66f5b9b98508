import { expect, it } from 'vitest'
import { compactionNews, retentionNews } from '../../../../renderer/features/local-broker/cleaning-words.ts'

const MIB = 1024 * 1024

it('says what retention deleted and what that gave back', () => {
  expect(retentionNews({ partitions: 3, removedBytes: 12 * MIB, freedBytes: 10 * MIB })).toEqual({
    message: 'Deleted 12.0 MiB of messages past their retention in 3 partitions',
    detail: '10.0 MiB of disk space were given back.',
  })
  expect(retentionNews({ partitions: 0, removedBytes: 0, freedBytes: 0 })).toEqual({
    message: 'No messages are past their retention',
    detail: 'No disk space was given back.',
  })
})

it('says what compaction removed and what that gave back', () => {
  expect(compactionNews({ partitions: 1, removedBytes: 2 * MIB, freedBytes: 0 })).toEqual({
    message: 'Compacted 1 partition: 2.00 MiB of older messages are gone',
    detail: 'No disk space was given back.',
  })
  expect(compactionNews({ partitions: 0, removedBytes: 0, freedBytes: 0 }).message).toBe('Nothing to compact')
})
