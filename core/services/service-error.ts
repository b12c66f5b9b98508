// What a service refuses, in the words of the contract's errors.

export type ServiceErrorCode = 'NOT_FOUND' | 'INVALID_INPUT' | 'READ_ONLY'

export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly code: ServiceErrorCode
  /** Beyond `message`, what the contract declares for the code. */
  readonly data: Readonly<Record<string, string>>

  constructor(code: ServiceErrorCode, message: string, data: Readonly<Record<string, string>>) {
    super(message)
    this.code = code
    this.data = data
  }
}

export function notFound(message: string, remedy = ''): ServiceError {
  return new ServiceError('NOT_FOUND', message, { remedy })
}

export function invalidInput(field: string, message: string, remedy = ''): ServiceError {
  return new ServiceError('INVALID_INPUT', message, { field, remedy })
}

export function readOnly(connectionId: string, name: string): ServiceError {
  return new ServiceError('READ_ONLY', `The cluster "${name}" is read-only.`, { connectionId, remedy: 'Arm it first; it goes back to read-only by itself.' })
}
