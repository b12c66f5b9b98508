// Apache Kafka as a target of scenarios.
import { startKafka, startPlainKafka } from '../apache-kafka/kafka-node.ts'
import { type Started, type Target, target } from './target.ts'

export const kafkaTarget = (): Target => target(true, async (profile, settings) => (profile === 'sasl' ? startWithSignIn(settings) : startPlainKafka(settings)))

async function startWithSignIn(settings: Readonly<Record<string, string>>): Promise<Started> {
  const { ports, stop } = await startKafka(settings)
  return { port: ports.sasl_plaintext, stop }
}
