// How queries behave in Headwater: fresh while looked at, old data kept on failure, no retry behind the user's back.
import { QueryClient } from '@tanstack/react-query'

/** Offsets are bigint and stand in query keys, which plain JSON.stringify refuses. */
export const hashQueryKey = (key: readonly unknown[]): string =>
  JSON.stringify(key, (_name, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })

/** Meta of a query whose data a stream keeps current, so that a reconnect does not read it again. */
export const KEEP_ON_RECONNECT = { keepOnReconnect: true }

export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      // The core is on this computer: whether the browser believes to be online says nothing.
      queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: true, staleTime: 1_000, queryKeyHashFn: hashQueryKey },
      mutations: { networkMode: 'always', retry: false },
    },
  })

/** After a reconnect everything on the screen is asked for again, and what failed meanwhile is healed. */
export const refetchAfterReconnect = (cache: QueryClient): Promise<void> =>
  cache.invalidateQueries({ predicate: ({ meta, state }) => meta?.['keepOnReconnect'] !== true || state.status === 'error' })
