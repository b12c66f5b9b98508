// OffsetForLeaderEpoch (key 23), versions 2-4.
//
// Where a leader epoch ends (KIP-320). The one leader of a single node never changes, so every log has epoch 0 from its start to its end;
// a later epoch is unknown (-1, -1), as is a negative one.
import { LEADER_EPOCH } from '../../log/partition-log.ts'
import { ErrorCode } from '../../protocol/error-codes.ts'
import { OffsetForLeaderEpoch } from '../../protocol/messages/offset-for-leader-epoch.ts'
import { handler } from '../handler.ts'
import { checkLeaderEpoch, findAllowedTopic, findLog } from '../partition-lookup.ts'

export const offsetForLeaderEpoch = handler(OffsetForLeaderEpoch, (request, context) => ({
  topics: request.topics.map(({ topic, partitions }) => {
    const found = findAllowedTopic(context, 'DESCRIBE', { name: topic, topicId: '', usesIds: false })
    return {
      topic,
      partitions: partitions.map(({ partition, currentLeaderEpoch, leaderEpoch }) => {
        const log = findLog(context.broker, found, partition)
        const errorCode = typeof log === 'number' ? log : checkLeaderEpoch(currentLeaderEpoch)
        if (typeof log === 'number' || errorCode !== ErrorCode.NONE || leaderEpoch !== LEADER_EPOCH) return { partition, errorCode }
        return { partition, errorCode, leaderEpoch: LEADER_EPOCH, endOffset: log.highWatermark }
      }),
    }
  }),
}))
