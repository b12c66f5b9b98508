// The worker thread of a search: looks through what it is sent, one piece after the other.
import { parentPort, workerData } from 'node:worker_threads'
import { assert } from '../../base/assert.ts'
import { systemClock } from '../../base/clock.ts'
import { sealRealm } from '../sandbox/sealed-realm.ts'
import type { WorkerAnswer, WorkerStart } from '../worker-thread.ts'
import { Searcher } from './look-through.ts'
import type { Look, Looked, LookMessage } from './looking.ts'

/** Searches that are kept ready: several readings may take turns. */
const MAX_SEARCHERS = 8

const port = parentPort
assert(port !== null, 'scan-worker.ts runs in a worker thread')
const { progress } = workerData as WorkerStart<null>
const searchers = new Map<number, Searcher>()
let stop = new AbortController()

sealRealm()
port.on('message', (message: LookMessage) => {
  if (message === 'stop looking') return stop.abort()
  stop = new AbortController()
  void answer(message, stop.signal).then((told) => port.postMessage(told))
})

async function answer(look: Look, signal: AbortSignal): Promise<WorkerAnswer<Looked>> {
  try {
    return { answer: await searcherOf(look).lookThrough(look, systemClock, signal) }
  } catch (error) {
    return { bug: (error as Error).stack ?? String(error) }
  }
}

function searcherOf({ searchId, search }: Look): Searcher {
  const searcher = searchers.get(searchId) ?? new Searcher(search, progress)
  searchers.delete(searchId)
  searchers.set(searchId, searcher)
  for (const oldest of searchers.keys()) {
    if (searchers.size <= MAX_SEARCHERS) break
    searchers.delete(oldest)
  }
  return searcher
}
