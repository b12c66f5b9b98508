import { describe, expect, test } from 'vitest'
import { answerErrorOf } from '../../../core/broker/answer-error.ts'
import { handlers } from '../../../core/broker/handlers/index.ts'
import type { AnyApi } from '../../../core/protocol/define-api.ts'
import { ApiVersions } from '../../../core/protocol/messages/api-versions.ts'
import { CreateTopics } from '../../../core/protocol/messages/create-topics.ts'
import { Fetch } from '../../../core/protocol/messages/fetch.ts'
import { FindCoordinator } from '../../../core/protocol/messages/find-coordinator.ts'
import { Heartbeat } from '../../../core/protocol/messages/heartbeat.ts'
import { ListOffsets } from '../../../core/protocol/messages/list-offsets.ts'
import { Metadata } from '../../../core/protocol/messages/metadata.ts'
import { OffsetFetch } from '../../../core/protocol/messages/offset-fetch.ts'
import { Produce } from '../../../core/protocol/messages/produce.ts'

const ok = { errorCode: 0 }

describe('The error of an answer', () => {
  const cases: [string, AnyApi, object, number][] = [
    ['of the whole', Heartbeat, { errorCode: 27 }, 27],
    ['of one partition of one topic', Produce, { responses: [{ partitionResponses: [ok] }, { partitionResponses: [ok, { errorCode: 87 }, { errorCode: 3 }] }] }, 87],
    ['of the whole before that of a partition', Fetch, { errorCode: 70, responses: [{ partitions: [{ errorCode: 1 }] }] }, 70],
    ['of a partition where the whole is left out', Fetch, { responses: [{ partitions: [ok, { errorCode: 1 }] }] }, 1],
    ['of a topic', Metadata, { topics: [{ ...ok, partitions: [] }, { errorCode: 3, partitions: [] }] }, 3],
    ['of a partition', ListOffsets, { topics: [{ partitions: [{ errorCode: 6 }] }] }, 6],
    ['of a newer form beside an older one', FindCoordinator, { coordinators: [{ errorCode: 15 }] }, 15],
    ['below a group', OffsetFetch, { groups: [{ topics: [{ partitions: [{ errorCode: 3 }] }] }] }, 3],
    ['that is negative', CreateTopics, { topics: [{ errorCode: -1 }] }, -1],
    ['is 0 where all went well', Metadata, { topics: [{ ...ok, partitions: [ok, ok] }], brokers: [] }, 0],
    ['is 0 where a list is null', ApiVersions, { errorCode: 0, apiKeys: null }, 0],
  ]
  test.each(cases)('%s', (_, api, answer, expected) => {
    expect(answerErrorOf(api)(answer)).toBe(expected)
  })

  test('can be told of every API that the broker answers: each has one somewhere', () => {
    const silent = handlers.filter(({ api }) => !JSON.stringify(api.responseFields).includes('rrorCode'))
    expect(silent.map(({ api }) => api.name)).toEqual([])
  })
})
