// Stands between a client and its cluster: a test sees each request by its name, and may change what comes back, lose it, or never answer.
import type { ClusterConnection } from '../../core/client/cluster-connection.ts'
import { ConnectionFailed } from '../../core/client/connection-errors.ts'
import type { LocalReplayPort } from '../../core/deadletters/replay/senders/local-replay-port.ts'
import type { WorkbenchStore } from '../../core/storage/workbench-store.ts'

/** `ask`: the real request. Returns what the client is to get. */
export type OnRequest = (api: string, ask: () => Promise<never>, body: never) => Promise<unknown>

export interface WireFaults {
  /** The requests that were made, by name. */
  readonly asked: string[]
  on: OnRequest
  readonly around: { store(store: WorkbenchStore): WorkbenchStore; cluster(cluster: ClusterConnection): ClusterConnection; local(port: LocalReplayPort): LocalReplayPort }
}

export function wireFaults(): WireFaults {
  const faults: WireFaults = {
    asked: [],
    on: async (_api, ask) => ask(),
    around: {
      store: (store) => store,
      local: (port) => port,
      cluster(cluster) {
        const request = cluster.request.bind(cluster) as (...args: unknown[]) => Promise<never>
        Object.assign(cluster, {
          request: async (target: unknown, api: { name: string }, body: never, ...rest: unknown[]) => {
            faults.asked.push(api.name)
            return faults.on(api.name, async () => request(target, api, body, ...rest), body)
          },
        })
        return cluster
      },
    },
  }
  return faults
}

export function connectionLost(): ConnectionFailed {
  return new ConnectionFailed('request', '127.0.0.1:9092', { message: '127.0.0.1:9092: the connection broke before Produce was answered: reset.', remedy: 'Try again; check whether the broker is running.' })
}

/** An answer of Produce in which every partition is refused. */
export function refusedProduce(errorCode: number): (body: { topicData: { name: string; partitionData: { index: number }[] }[] }) => unknown {
  return ({ topicData }) => ({
    responses: topicData.map(({ name, partitionData }) => ({ name, topicId: '', partitionResponses: partitionData.map(({ index }) => ({ index, errorCode, baseOffset: -1, recordErrors: [], errorMessage: null })) })),
    throttleTimeMs: 0,
  })
}

export function never(): Promise<never> {
  return new Promise(() => {})
}
