// ElectLeaders (43), versions 0-2: elects the preferred leader, or any that is left, of partitions.
// Behaviour: the one broker leads every partition already, so each that is named gets ELECTION_NOT_NEEDED; of null, which means all, every topic is
// answered without its partitions, since those that need no election are left out. Another kind of election is INVALID_REQUEST.
// Versions: v1 the kind of election and a top-level error (KIP-460); v2 flexible.
// Not implemented: timeoutMs (nothing has to be waited for).
import type { RequestOf, ResponseOf } from '../../protocol/define-api.ts'
import { ErrorCode, type KafkaError, kafkaError } from '../../protocol/error-codes.ts'
import { ElectLeaders } from '../../protocol/messages/elect-leaders.ts'
import { CLUSTER, isAuthorized } from '../authorize.ts'
import type { BrokerContext } from '../broker-context.ts'
import { handler, type RequestContext } from '../handler.ts'

type Request = RequestOf<typeof ElectLeaders>
type Response = ResponseOf<typeof ElectLeaders>

const PREFERRED = 0
const UNCLEAN = 1

export const electLeaders = handler(ElectLeaders, (request, context): Response => {
  const refused = refusalOf(request, context)
  if (request.topicPartitions === null) return { errorCode: refused?.code ?? ErrorCode.NONE, replicaElectionResults: refused ? [] : ledAlready(context.broker) }
  return {
    errorCode: refused?.code ?? ErrorCode.NONE,
    replicaElectionResults: request.topicPartitions.map(({ topic, partitions }) => ({
      topic,
      partitionResult: partitions.map((partitionId) => {
        const { code, message } = refused ?? result(topic, partitionId, context.broker)
        return { partitionId, errorCode: code, errorMessage: message }
      }),
    })),
  }
})

function refusalOf({ electionType }: Request, context: RequestContext): KafkaError | undefined {
  if (!isAuthorized(context, 'ALTER', 'CLUSTER', CLUSTER)) return kafkaError('CLUSTER_AUTHORIZATION_FAILED')
  if (electionType === PREFERRED || electionType === UNCLEAN) return undefined
  return kafkaError('INVALID_REQUEST', `Election type ${electionType} is unknown; 0 (preferred) and 1 (unclean) are not.`)
}

const ledAlready = ({ topics }: BrokerContext) => [...topics.all()].map(({ name }) => ({ topic: name, partitionResult: [] }))

function result(name: string, partitionId: number, { topics }: BrokerContext): KafkaError {
  const topic = topics.get(name)
  if (topic === undefined) return kafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Topic "${name}" does not exist.`)
  if (topic.partitions[partitionId] === undefined) return kafkaError('UNKNOWN_TOPIC_OR_PARTITION', `Topic "${name}" has no partition ${partitionId}.`)
  return kafkaError('ELECTION_NOT_NEEDED')
}
