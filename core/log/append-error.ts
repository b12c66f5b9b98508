// Why a batch was refused: the Kafka error of its partition, with the records at fault where they are known (KIP-467).
import type { ErrorCode } from '../protocol/error-codes.ts'

export class AppendError extends Error {
  override readonly name = 'AppendError'
  readonly code: keyof typeof ErrorCode
  /** Indexes into the batch, with a sentence each. */
  readonly recordErrors: readonly { readonly batchIndex: number; readonly message: string }[]

  /** Whether the log looked at the batch: only then is its start answered. */
  readonly isOfLog: boolean

  constructor(code: keyof typeof ErrorCode, message: string, recordErrors: AppendError['recordErrors'] = [], isOfLog = true) {
    super(message)
    this.code = code
    this.recordErrors = recordErrors
    this.isOfLog = isOfLog
  }
}

/** A refusal for what the request or the batch as a whole is. */
export function refusedUnseen(code: keyof typeof ErrorCode, message: string): AppendError {
  return new AppendError(code, message, [], false)
}
