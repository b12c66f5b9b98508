// DescribeLogDirs (35), versions 1-5: the one data folder, and how many bytes of each partition lie in it.
// Behaviour: topics null = every partition, else those that are named; what does not exist is left out, as is a topic without a partition to tell.
// A partition's size is that of its stored batches. There are no replicas: the lag is 0 and nothing is a future log. A folder that the system cannot
// read is answered KAFKA_STORAGE_ERROR and without topics.
// Versions: v2 flexible; v3 top-level error (before, a client that may not ask gets an empty list); v4 total and usable bytes of the file system
// (KIP-827); v5 isCordoned, always false.
import { statfs } from 'node:fs/promises'
import type { Topic } from '../../metadata/topics.ts'
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { DescribeLogDirs } from '../../protocol/messages/describe-log-dirs.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler } from '../handler.ts'

type Wanted = RequestOf<typeof DescribeLogDirs>['topics']
type Response = ResponseOf<typeof DescribeLogDirs>
type TopicSizes = Response['results'][number]['topics'][number]

export const describeLogDirs = handler(DescribeLogDirs, async (request, context): Promise<Response> => {
  if (!isAuthorized(context, 'DESCRIBE', 'CLUSTER', CLUSTER)) return { errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED, results: [] }
  const { broker } = context
  const logDir = broker.storage.directory
  const space = await spaceOf(logDir)
  if (space === undefined) return { results: [{ errorCode: ErrorCode.KAFKA_STORAGE_ERROR, logDir, topics: [] }] }
  return { results: [{ errorCode: ErrorCode.NONE, logDir, topics: sizes(request.topics, broker), ...space }] }
})

async function spaceOf(directory: string): Promise<{ totalBytes: number; usableBytes: number } | undefined> {
  try {
    const { blocks, bavail, bsize } = await statfs(directory)
    return { totalBytes: blocks * bsize, usableBytes: bavail * bsize }
  } catch {
    return undefined
  }
}

function sizes(wanted: Wanted, broker: BrokerContext): TopicSizes[] {
  if (wanted === null) return [...broker.topics.all()].map((topic) => sizesOf(topic, topic.partitions.keys(), broker))
  return [...indexesByTopic(wanted)].flatMap(([name, indexes]) => {
    const topic = broker.topics.get(name)
    const told = topic && sizesOf(topic, indexes, broker)
    return told && told.partitions.length > 0 ? [told] : []
  })
}

function indexesByTopic(wanted: NonNullable<Wanted>): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>()
  for (const { topic, partitions } of wanted) found.set(topic, new Set([...(found.get(topic) ?? []), ...partitions]))
  return found
}

function sizesOf({ name, partitions }: Topic, indexes: Iterable<number>, { logs }: BrokerContext): TopicSizes {
  const told = [...indexes].flatMap((partitionIndex) => {
    const id = partitions[partitionIndex]
    const log = id === undefined ? undefined : logs.get(id)
    return log ? [{ partitionIndex, partitionSize: log.sizeBytes, offsetLag: 0, isFutureKey: false }] : []
  })
  return { name, partitions: told }
}
