import { describe, expect, it } from 'vitest'
import type { LoggedRequest } from '../../../../core/contract/local-broker.ts'
import { isPoll, isShown, matchesRequest, parseRequestFilter } from '../../../../renderer/features/local-broker/request-filter.ts'

const request = (parts: Partial<LoggedRequest> = {}): LoggedRequest => ({
  sequence: 1,
  atMs: 0,
  connectionId: 1,
  clientId: 'Billing-service',
  address: '127.0.0.1:50123',
  api: 'Produce',
  version: 9,
  durationMs: 1,
  requestBytes: 1,
  responseBytes: 1,
  error: null,
  errorMeans: null,
  isWorkbench: false,
  ...parts,
})
const failed = request({ error: 'UNKNOWN_TOPIC_OR_PARTITION' })

describe('The filter of the request log', () => {
  it.each([
    ['', request(), true],
    ['api:produce', request(), true],
    ['api:Fetch', request(), false],
    ['api:v9', request(), true],
    ['client:billing', request(), true],
    ['client:50123', request(), true],
    ['client:nobody', request(), false],
    ['err:*', request(), false],
    ['err:*', failed, true],
    ['err:unknown_topic', failed, true],
    ['error:fenced', failed, false],
    ['-err:*', request(), true],
    ['-err:*', failed, false],
    ['-api:Produce', request(), false],
    ['BILLING', request(), true],
    ['partition', failed, true],
    ['partition', request(), false],
    ['api:Produce client:billing err:*', failed, true],
    ['api:Produce client:other', request(), false],
    ['api:', request(), true],
    ['-', request(), true],
    ['topic:orders', request(), false],
  ])('"%s"', (text, of, expected) => {
    expect(matchesRequest(of, parseRequestFilter(text))).toBe(expected)
  })

  it('takes heartbeats and fetches for polls, unless they failed', () => {
    expect(['Fetch', 'Heartbeat', 'Produce', 'ListOffsets'].filter((api) => isPoll(request({ api })))).toEqual(['Fetch', 'Heartbeat'])
    expect(isPoll(request({ api: 'Fetch', error: 'OFFSET_OUT_OF_RANGE' }))).toBe(false)
  })

  it.each([
    [{ workbench: true, polls: false }, request({ isWorkbench: true }), false],
    [{ workbench: false, polls: false }, request({ isWorkbench: true }), true],
    [{ workbench: true, polls: true }, request({ api: 'Heartbeat' }), false],
    [{ workbench: true, polls: false }, request({ api: 'Heartbeat' }), true],
  ])('hides what %o says', (hidden, of, expected) => {
    expect(isShown(of, hidden, [])).toBe(expected)
  })
})
