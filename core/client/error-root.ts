// What went wrong at the bottom of a chain of errors: the library wraps the socket's error once or twice.

export interface ErrorRoot {
  /** Empty where it has none. */
  readonly code: string
  readonly message: string
  readonly error: unknown
}

export function rootOf(error: unknown): ErrorRoot {
  let root = error
  while (root instanceof Error) {
    const inner: unknown = root instanceof AggregateError && root.errors.length > 0 ? root.errors[0] : root.cause
    if (!(inner instanceof Error)) break
    root = inner
  }
  const { code, message } = root as { code?: unknown; message?: unknown }
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' && message !== '' ? message : String(root), error: root }
}

export function isTimeout(error: unknown): boolean {
  const { code, message } = rootOf(error)
  return code === 'ETIMEDOUT' || /timed out/i.test(message) || (error instanceof Error && /timed out/i.test(error.message))
}
