// Apache Kafka as a target of scenarios.
import { startKafka } from '../apache-kafka/kafka-node.ts'
import { type Started, type Target, target } from './target.ts'

export const kafkaTarget = (): Target => target(startKafkaWith)

async function startKafkaWith(settings: Readonly<Record<string, string>>): Promise<Started> {
  const { ports, stop } = await startKafka(settings)
  return { port: ports.plaintext, stop }
}
