// Calls group handlers as dispatch would, through the bytes of a given version, on a coordinator on fake time; no sockets.
import type { BrokerContext } from '../../core/broker/broker-context.ts'
import type { ConnectionInfo, RegisteredHandler } from '../../core/broker/handler.ts'
import { BrokerConfigs } from '../../core/metadata/broker-configs.ts'
import type { Api } from '../../core/protocol/define-api.ts'
import { TestGroups } from './group-coordinator.ts'

export class GroupHandlers {
  readonly groups = new TestGroups()

  /** Gives back what a client would decode; rejects what cannot be encoded in that version. */
  async call<Req, Res, ReqIn, ResOut>(api: Api<Req, Res, ReqIn, ResOut>, handler: RegisteredHandler, version: number, request: ReqIn): Promise<ResOut> {
    const decoded = api.decodeRequest(version, api.encodeRequest(version, request))
    const answering = Promise.resolve(handler.handle(decoded, { broker: this.#broker, apiVersion: version, correlationId: 1, clientId: 'app', requestBytes: 100, connection }))
    await this.groups.time.advance(0)
    const answer = await answering
    if (typeof answer === 'symbol') throw new Error(`${api.name} answered ${String(answer)}`)
    return api.decodeResponse(version, Buffer.concat(api.encodeResponse(version, answer as never)))
  }

  /** Settings of the broker itself; the coordinator has its own. */
  settings: Record<string, string> = {}
  groupVersion = 1
  /** What the client may do; everything while this is not set. */
  isAllowed?: (operation: string, resourceType: string, resourceName: string) => boolean

  get #broker(): BrokerContext {
    const { isAllowed } = this
    const parts = {
      nodeId: 7,
      advertised: { host: '127.0.0.1', port: 19_092 },
      groups: this.groups.coordinator,
      configs: BrokerConfigs.from(this.settings),
      features: { level: () => this.groupVersion },
      topics: this.groups.topics,
      ...(isAllowed && { authorizer: { isAllowed: (_client: unknown, ...asked: [string, string, string]) => isAllowed(...asked) } }),
    }
    return parts as unknown as BrokerContext
  }
}

const connection: ConnectionInfo = {
  id: 1,
  remoteAddress: '10.0.0.9',
  remotePort: 50_000,
  principal: 'User:ANONYMOUS',
  mutedUntilMs: 0,
  closed: new AbortController().signal,
  clientSoftwareName: 'test',
  clientSoftwareVersion: '1',
}
