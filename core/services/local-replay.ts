// Replays into the local broker: records, the register of their job and what was imported become durable in one commit, without the wire in between.
import type { Broker } from '../broker/broker.ts'
import { appendTogether } from '../broker/append-together.ts'
import type { LocalBatch, LocalReplayPort } from '../deadletters/replay/senders/local-replay-port.ts'
import type { Register } from '../deadletters/replay/register.ts'
import { ErrorCode, errorOf, KafkaError } from '../protocol/error-codes.ts'
import { encodeBatch } from '../protocol/records/record-batch.ts'
import { type ReplayRegisterRecord, replayRegistersTable } from '../storage/tables.ts'

const VERSION = 1

export class LocalReplay implements LocalReplayPort {
  readonly #broker: Broker

  constructor(broker: Broker) {
    this.#broker = broker
  }

  register(jobId: string): Register | null {
    const record = this.#broker.context.storage.get(replayRegistersTable, jobId)
    return record?.version === VERSION ? (record['register'] as Register) : null
  }

  async append(jobId: string, batches: readonly LocalBatch[], register: Register): ReturnType<LocalReplayPort['append']> {
    const whole = batches.map(({ records, ...place }) => ({ ...place, batch: encodeBatch({ records }) }))
    const answer = await appendTogether(this.#broker.context, whole, (baseOffsets) => {
      const record: ReplayRegisterRecord = { version: VERSION, register: { ...register, baseOffsets } }
      return [replayRegistersTable.put(jobId, record)]
    })
    if ('baseOffsets' in answer) return answer
    const refused = answer.refused.map(({ batch, error }) => ({
      batch,
      error: new KafkaError(errorOf(ErrorCode[error.code]), error.message),
      suspects: error.recordErrors.map(({ batchIndex }) => batchIndex),
    }))
    return { refused }
  }

  async forget(jobId: string): Promise<void> {
    await this.#broker.context.storage.commit({ writes: [replayRegistersTable.remove(jobId)] })
  }
}
