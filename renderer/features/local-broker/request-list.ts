// The requests that the page has been told of: the newest ones, what was skipped on the way, and where a pause or a clearing cuts.
import type { LoggedRequest, RequestLogEvent } from '../../../core/contract/local-broker.ts'

export interface RequestList {
  /** Oldest first, as many as the broker keeps. */
  requests: readonly LoggedRequest[]
  /** Answered while the page was open, but never told: there were too many. */
  skipped: number
  capacity: number
}

export const NO_REQUESTS: RequestList = { requests: [], skipped: 0, capacity: 0 }

/** `first` of a stream: it holds all that the broker still keeps, which may be a broker that was started again. */
export function received(list: RequestList, { requests, skipped, capacity }: RequestLogEvent, first: boolean): RequestList {
  if (first) return { requests, skipped: isSameBroker(list, requests) ? list.skipped : 0, capacity }
  return { requests: [...list.requests, ...requests].slice(-capacity), skipped: list.skipped + skipped, capacity }
}

function isSameBroker(list: RequestList, requests: readonly LoggedRequest[]): boolean {
  const last = list.requests.at(-1)
  return last !== undefined && (requests.at(-1)?.sequence ?? 0) >= last.sequence
}

/** What is on show of a list: after the clearing, and up to the pause. */
export function cut(requests: readonly LoggedRequest[], clearedAt: number, pausedAt: number | null): readonly LoggedRequest[] {
  if (clearedAt === 0 && pausedAt === null) return requests
  return requests.filter(({ sequence }) => sequence > clearedAt && (pausedAt === null || sequence <= pausedAt))
}

export function latestOf({ requests }: RequestList): number {
  return requests.at(-1)?.sequence ?? 0
}
