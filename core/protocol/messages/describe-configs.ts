// DescribeConfigs (key 32): settings of topics and brokers, each with where its value comes from. Null configurationKeys mean all.
import { defineApi } from '../define-api.ts'
import { array, bool, int16, int32, int8, string } from '../schema.ts'

export const DescribeConfigs = defineApi({
  key: 32,
  name: 'DescribeConfigs',
  versions: [1, 4],
  flexibleSince: 4,
  request: {
    resources: array({
      resourceType: int8,
      resourceName: string,
      configurationKeys: array(string).nullable(),
    }),
    includeSynonyms: bool.or(false),
    includeDocumentation: bool.or(false).since(3),
  },
  response: {
    throttleTimeMs: int32.or(0),
    results: array({
      errorCode: int16,
      errorMessage: string.nullable(),
      resourceType: int8,
      resourceName: string,
      configs: array({
        name: string,
        value: string.nullable(),
        readOnly: bool,
        configSource: int8.or(-1),
        isSensitive: bool,
        synonyms: array({
          name: string,
          value: string.nullable(),
          source: int8,
        }),
        configType: int8.or(0).since(3),
        documentation: string.nullable().since(3),
      }),
    }),
  },
})
