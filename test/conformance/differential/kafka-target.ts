// Apache Kafka as a target of scenarios.
import { startPlainKafka } from '../apache-kafka/kafka-node.ts'
import { type Target, target } from './target.ts'

export const kafkaTarget = (): Target => target(startPlainKafka)
