// The one way past the wire: several batches and the register of their job, appended to the local broker's logs in one commit.
import type { RecordSpec } from '../../../protocol/records/record-batch.ts'
import type { Register } from '../register.ts'

export interface LocalBatch {
  readonly topic: string
  /** The topic must still be this one. */
  readonly topicId: string
  readonly partition: number
  readonly records: readonly RecordSpec[]
}

/** Which of the batches was not taken, and why; nothing of the others was kept either. */
export interface LocalRefusal {
  readonly batch: number
  readonly error: Error
  /** Positions in the batch of the records at fault, where they are known. */
  readonly suspects: readonly number[]
}

export interface LocalReplayPort {
  /** null where the job has none. */
  register(jobId: string): Register | null
  /**
   * The offset of each batch's first record once all of it is durable; the register gets them too. Rejects StorageError, after which nothing of it was kept.
   */
  append(jobId: string, batches: readonly LocalBatch[], register: Register): Promise<{ readonly baseOffsets: readonly number[] } | { readonly refused: readonly LocalRefusal[] }>
  /** The job will not go on: its register is not kept any longer. */
  forget(jobId: string): Promise<void>
}
