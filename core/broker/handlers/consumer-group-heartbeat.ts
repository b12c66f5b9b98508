// ConsumerGroupHeartbeat (key 68), versions 0-1.
//
// A member of a KIP-848 group joins (epoch 0), stays, leaves (-1) or, if it is static, leaves for a while (-2); the answer carries its epoch, and its
// assignment when it has changed or the member asked for everything. The broker assigns (`uniform`, `range`) and members are brought to
// their targets step by step: nobody is given a partition before whoever has it has said that it has not any more.
// A classic group becomes a consumer group here if `group.consumer.migration.policy` allows; one without members always does.
// v0: the broker may make the member id. v1: the member makes it (KIP-1082), and may subscribe by a pattern in RE2's syntax, which matches
// whole names of topics that its client may describe. Not implemented: racks do not count in assignments.
import { ErrorCode, KafkaError } from '../../protocol/error-codes.ts'
import { rebalanceProtocols } from '../../groups/group-configs.ts'
import type { HeartbeatRequest } from '../../groups/consumer/check-heartbeat.ts'
import type { HeartbeatResponse } from '../../groups/consumer/consumer-group-heartbeat.ts'
import { ConsumerGroupHeartbeat } from '../../protocol/messages/consumer-group-heartbeat.ts'
import { isAuthorized } from '../authorize.ts'
import { groupRequestContext } from '../group-request.ts'
import { handler, type RequestContext } from '../handler.ts'

export const consumerGroupHeartbeat = handler(ConsumerGroupHeartbeat, async (request, context) => {
  const refused = refusalOf(request, context)
  if (refused !== undefined) return failed(refused, null)
  try {
    return await context.broker.groups.consumerGroupHeartbeat(request, groupRequestContext(context))
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return failed(error.code, error.message)
  }
})

function refusalOf({ groupId, subscribedTopicNames }: HeartbeatRequest, context: RequestContext): number | undefined {
  const { configs, features } = context.broker
  if (!rebalanceProtocols(configs).includes('consumer') || features.level('group.version') < 1) return ErrorCode.UNSUPPORTED_VERSION
  if (!isAuthorized(context, 'READ', 'GROUP', groupId)) return ErrorCode.GROUP_AUTHORIZATION_FAILED
  const mayDescribeAll = (subscribedTopicNames ?? []).every((topic) => isAuthorized(context, 'DESCRIBE', 'TOPIC', topic))
  return mayDescribeAll ? undefined : ErrorCode.TOPIC_AUTHORIZATION_FAILED
}

function failed(errorCode: number, errorMessage: string | null): HeartbeatResponse {
  return { errorCode, errorMessage, memberId: null, memberEpoch: 0, heartbeatIntervalMs: 0, assignment: null }
}
