// Takes single records out of the local broker's logs, so that a replay can be undone there.
import type { Broker } from '../broker/broker.ts'
import type { Retractor } from '../deadletters/replay/undo.ts'

export class LocalRetraction implements Retractor {
  readonly #broker: Broker

  constructor(broker: Broker) {
    this.#broker = broker
  }

  async retract({ topic, topicId, partition }: Parameters<Retractor['retract']>[0], offsets: readonly number[]): Promise<number> {
    const { topics, logs, cleaner } = this.#broker.context
    const known = topics.get(topic)
    const partitionId = known?.topicId === topicId ? known.partitions[partition] : undefined
    const log = partitionId === undefined ? undefined : logs.get(partitionId)
    return log === undefined || offsets.length === 0 ? 0 : cleaner.retract(log, offsets)
  }
}
