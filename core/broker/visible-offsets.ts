// Committed offsets as far as a client may know them: of groups that it may describe, for topics that it may describe.
import type { RequestOf, ResponseOf } from '../protocol/define-api.ts'
import { ErrorCode } from '../protocol/error-codes.ts'
import type { OffsetFetch } from '../protocol/messages/offset-fetch.ts'
import { isAuthorized } from './authorize.ts'
import type { RequestContext } from './handler.ts'

type Request = RequestOf<typeof OffsetFetch>
type Response = ResponseOf<typeof OffsetFetch>
type Topic = NonNullable<Response['groups']>[number]['topics'][number]
type Partition = Topic['partitions'][number]

const GROUPS_SINCE = 8
const TOP_LEVEL_ERROR_SINCE = 2
const { GROUP_AUTHORIZATION_FAILED, TOPIC_AUTHORIZATION_FAILED } = ErrorCode

/** Who asked for all topics sees those that it may; who named one is told. */
export function visibleOffsets(request: Request, response: Response, context: RequestContext): Response {
  if (context.apiVersion < GROUPS_SINCE) return visibleGroup(request, response, context)
  const asked = request.groups
  const groups = (response.groups ?? []).map((group, at) => {
    const { groupId, topics } = asked[at]!
    if (!isAuthorized(context, 'DESCRIBE', 'GROUP', groupId)) return { groupId, topics: [], errorCode: GROUP_AUTHORIZATION_FAILED }
    return { ...group, topics: visibleTopics(group.topics, topics === null, context) }
  })
  return { ...response, groups }
}

function visibleGroup({ groupId, topics }: Request, response: Response, context: RequestContext): Response {
  const found = response.topics as Topic[]
  if (isAuthorized(context, 'DESCRIBE', 'GROUP', groupId)) return { ...response, topics: visibleTopics(found, topics === null, context) as Response['topics'] }
  if (context.apiVersion >= TOP_LEVEL_ERROR_SINCE) return { topics: [], errorCode: GROUP_AUTHORIZATION_FAILED }
  return { ...response, topics: found.map((topic) => refused(topic, GROUP_AUTHORIZATION_FAILED)) as Response['topics'] }
}

function visibleTopics(topics: readonly Topic[], asksForAll: boolean, context: RequestContext): Topic[] {
  if (asksForAll) return topics.filter((topic) => isVisible(topic, context))
  return topics.map((topic) => (isVisible(topic, context) ? topic : refused(topic, TOPIC_AUTHORIZATION_FAILED)))
}

/** An id that is no topic's has its own error. */
function isVisible({ name, topicId }: Topic, context: RequestContext): boolean {
  const topicName = name ? name : context.broker.topics.getById(topicId ?? '')?.name
  return topicName === undefined || isAuthorized(context, 'DESCRIBE', 'TOPIC', topicName)
}

function refused(topic: Topic, errorCode: number): Topic {
  const unknown = ({ partitionIndex }: Partition): Partition => ({ partitionIndex, committedOffset: -1, committedLeaderEpoch: -1, metadata: '', errorCode })
  return { ...topic, partitions: topic.partitions.map(unknown) }
}
