// How a remote cluster is, as far as questions that were asked anyway tell.

export interface Health {
  answers: boolean
  atMs: number
  /** Why it did not answer; empty when it did. */
  reason: string
}

/** A query as the page keeps it. */
export interface KeptQuery {
  readonly queryKey: readonly unknown[]
  readonly state: { readonly dataUpdatedAt: number; readonly errorUpdatedAt: number; readonly error: { readonly message: string; readonly code?: unknown } | null }
}

/** The latest word on the cluster; null = it was not asked since this window was opened. */
export function healthOf(queries: readonly KeptQuery[], connectionId: string): Health | null {
  return queries
    .filter(({ queryKey }) => asks(queryKey, connectionId))
    .flatMap(wordOf)
    .reduce<Health | null>((latest, word) => (latest === null || word.atMs > latest.atMs ? word : latest), null)
}

/** A procedure's key is its path and then `{ input, type }`. */
function asks([, options]: readonly unknown[], connectionId: string): boolean {
  const input = (options as { input?: { connectionId?: unknown } } | undefined)?.input
  return input?.connectionId === connectionId
}

/** Any answer but that the cluster cannot be reached says that it can. */
function wordOf({ state: { dataUpdatedAt, errorUpdatedAt, error } }: KeptQuery): Health[] {
  const words: Health[] = []
  if (dataUpdatedAt > 0) words.push({ answers: true, atMs: dataUpdatedAt, reason: '' })
  if (error !== null && errorUpdatedAt > 0) {
    const answers = error.code !== 'CONNECTION_FAILED'
    words.push({ answers, atMs: errorUpdatedAt, reason: answers ? '' : error.message })
  }
  return words
}
