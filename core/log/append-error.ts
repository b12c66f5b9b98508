// Why a batch was refused: the Kafka error of its partition, with the records at fault where they are known (KIP-467).
import type { ErrorCode } from '../protocol/error-codes.ts'

export class AppendError extends Error {
  override readonly name = 'AppendError'
  readonly code: keyof typeof ErrorCode
  /** Indexes into the batch, with a sentence each. */
  readonly recordErrors: readonly { readonly batchIndex: number; readonly message: string }[]

  constructor(code: keyof typeof ErrorCode, message: string, recordErrors: AppendError['recordErrors'] = []) {
    super(message)
    this.code = code
    this.recordErrors = recordErrors
  }
}
