// The two brokers that the same tools run against: Headwater, started as a user starts it, and Apache Kafka.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.ts'
import { startKafka } from '../apache-kafka/kafka-node.ts'

export interface Target {
  readonly name: string
  readonly bootstrap: string
  stop(): Promise<void>
}

/** Headwater on a folder of its own, that can be killed and comes back on its port. */
export interface HeadwaterTarget extends Target {
  /** SIGKILL and a new start; resolves when it serves again. */
  killAndRestart(): Promise<void>
  /** Bytes of its data folder and the process at work, for benches. */
  readonly directory: string
}

export async function startHeadwater(settings: readonly string[] = []): Promise<HeadwaterTarget> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-java-'))
  let broker: BrokerProcess = await startBrokerProcess(directory, { settings })
  const { bootstrap, port } = broker
  return {
    name: 'Headwater',
    bootstrap,
    directory,
    async killAndRestart() {
      await broker.kill()
      broker = await startBrokerProcess(directory, { port, settings })
    },
    async stop() {
      await broker.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export async function startApacheKafka(settings: Readonly<Record<string, string>> = {}): Promise<Target> {
  const kafka = await startKafka(settings)
  return { name: 'Apache Kafka', bootstrap: `127.0.0.1:${kafka.ports.plaintext}`, stop: () => kafka.stop() }
}
