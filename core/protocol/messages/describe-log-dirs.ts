// DescribeLogDirs (key 35): log directories and the sizes of the logs in them.
import { defineApi } from '../define-api.ts'
import { array, bool, int16, int32, int64, string } from '../schema.ts'

export const DescribeLogDirs = defineApi({
  key: 35,
  name: 'DescribeLogDirs',
  versions: [1, 5],
  flexibleSince: 2,
  request: {
    topics: array({
      topic: string,
      partitions: array(int32),
    }).nullable(),
  },
  response: {
    throttleTimeMs: int32.or(0),
    errorCode: int16.since(3),
    results: array({
      errorCode: int16,
      logDir: string,
      topics: array({
        name: string,
        partitions: array({
          partitionIndex: int32,
          partitionSize: int64,
          offsetLag: int64,
          isFutureKey: bool,
        }),
      }),
      totalBytes: int64.or(-1).since(4),
      usableBytes: int64.or(-1).since(4),
      isCordoned: bool.or(false).since(5),
    }),
  },
})
