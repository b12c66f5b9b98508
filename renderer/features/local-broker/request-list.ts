// The requests that the page has been told of: the newest ones, and what was skipped on the way.
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

/** What came after the view was cleared. */
export function after(requests: readonly LoggedRequest[], clearedAt: number): readonly LoggedRequest[] {
  return clearedAt === 0 ? requests : requests.filter(({ sequence }) => sequence > clearedAt)
}

export function latestOf({ requests }: RequestList): number {
  return requests.at(-1)?.sequence ?? 0
}
