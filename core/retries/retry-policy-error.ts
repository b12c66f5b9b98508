// Why a policy cannot be what a person asks for; the message is theirs to read.
export class RetryPolicyError extends Error {
  override readonly name = 'RetryPolicyError'
  /** Of the draft, or `policyId`; '' = the whole. */
  readonly field: string
  readonly code: 'INVALID_INPUT' | 'NOT_FOUND'

  constructor(field: string, message: string, code: 'INVALID_INPUT' | 'NOT_FOUND' = 'INVALID_INPUT') {
    super(message)
    this.field = field
    this.code = code
  }
}
