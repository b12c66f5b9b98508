// DeleteTopics (key 20): topics to delete, by name up to version 5, by name or id since version 6.
import { defineApi } from '../define-api.ts'
import { array, int16, int32, string, uuid } from '../schema.ts'

export const DeleteTopics = defineApi({
  key: 20,
  name: 'DeleteTopics',
  versions: [1, 6],
  flexibleSince: 4,
  request: {
    topics: array({
      name: string.nullable().or(null),
      topicId: uuid,
    }).since(6),
    topicNames: array(string).until(5),
    timeoutMs: int32,
  },
  response: {
    throttleTimeMs: int32.or(0),
    responses: array({
      name: string.nullable(6),
      topicId: uuid.since(6),
      errorCode: int16,
      errorMessage: string.nullable().or(null).since(5),
    }),
  },
})
