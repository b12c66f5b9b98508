// Modes L and I: records and register become durable in one commit of the local broker.
import type { Clock } from '../../../base/clock.ts'
import { indexesOf } from '../jobs/flight.ts'
import { PauseJob } from '../jobs/pause-job.ts'
import { type KnownProgress, reconcile, type Register } from '../register.ts'
import type { LocalReplayPort } from './local-replay-port.ts'
import { type Delivery, NOTHING_UNDER_WAY, type OutgoingBatch, partitionRecordsOf, type Recovery, type Sender, sentPlaces } from './sender.ts'
import type { TargetGuard } from './target-guard.ts'

export interface LocalSenderOptions {
  readonly port: LocalReplayPort
  readonly target: TargetGuard
  readonly jobId: string
  readonly planHash: string
  readonly runner: string
  readonly clock: Clock
}

export class LocalSender implements Sender {
  readonly #options: LocalSenderOptions
  #pass = 0

  constructor(options: LocalSenderOptions) {
    this.#options = options
  }

  async recover(known: KnownProgress): Promise<Recovery> {
    const { port, jobId } = this.#options
    this.#pass = known.pass
    // One that is missing went with the broker's data, and the records that it spoke of with it: what is under way is not there.
    const reconciled = reconcile(port.register(jobId), { ...known, hasRegister: false })
    if (reconciled.kind !== 'settled') throw registerLost(reconciled.kind === 'foreign' ? reconciled.why : 'it is lost')
    const { next, isFlightSent, baseOffsets } = reconciled
    const { flight } = known
    if (flight === null) return { ...NOTHING_UNDER_WAY, next }
    return isFlightSent ? { ...NOTHING_UNDER_WAY, next, sent: sentPlaces(flight, baseOffsets) } : { ...NOTHING_UNDER_WAY, next, unsent: indexesOf(flight) }
  }

  async send(batch: OutgoingBatch, writeDown: (endOffsets: null) => Promise<void>): Promise<Delivery> {
    const { port, target, jobId, clock } = this.#options
    const topics = await target.check(batch.places.map(({ topic }) => topic))
    await writeDown(null)
    const batches = batch.places.map((place) => ({ ...partitionRecordsOf(place, clock.now()), topicId: topics.get(place.topic)!.topicId }))
    const answer = await port.append(jobId, batches, this.#register(batch.to))
    if ('refused' in answer) {
      const refused = answer.refused.map(({ batch: at, error, suspects }) => {
        const { topic, partition, items } = batch.places[at]!
        return { topic, partition, indexes: items.map(({ index }) => index), error, suspects: suspects.map((i) => items[i]!.index) }
      })
      return { sent: [], refused, inDoubt: [], stopped: null, throttleMs: 0 }
    }
    const sent = batch.places.map(({ topic, partition, items }, i) => ({ topic, partition, indexes: items.map(({ index }) => index), baseOffset: answer.baseOffsets[i]! }))
    return { sent, refused: [], inDoubt: [], stopped: null, throttleMs: 0 }
  }

  async close(): Promise<void> {}

  #register(next: number): Register {
    const { planHash, runner } = this.#options
    return { planHash, pass: this.#pass, next, runner, baseOffsets: [] }
  }
}

function registerLost(why: string): PauseJob {
  return new PauseJob('register', `The progress of this job, kept by the local broker, is not what the ledger says: ${why}.`, 'Cancel it, and plan what is left anew.')
}
