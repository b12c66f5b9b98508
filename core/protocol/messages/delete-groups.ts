// DeleteGroups (key 42): empty groups to forget, with their offsets.
import { defineApi } from '../define-api.ts'
import { array, int16, int32, string } from '../schema.ts'

export const DeleteGroups = defineApi({
  key: 42,
  name: 'DeleteGroups',
  versions: [0, 3],
  flexibleSince: 2,
  request: {
    groupsNames: array(string),
  },
  response: {
    throttleTimeMs: int32.or(0),
    results: array({
      groupId: string,
      errorCode: int16,
      errorMessage: string.nullable().or(null).since(3),
    }),
  },
})
