// Whatever sends typed requests over one connection, a socket or not.
import type { Api } from '../../core/protocol/define-api.ts'

export interface Sender {
  /** Rejects when the connection closes before the answer. */
  send<Req, Res, ReqIn, ResOut>(api: Api<Req, Res, ReqIn, ResOut>, version: number, body: ReqIn): Promise<ResOut>
}
