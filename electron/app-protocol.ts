// Answers app://ui/…: the renderer's files, and the two addresses of a core that stopped.
import { CORE_STOPPED_URL, START_AGAIN_URL } from './core-stopped-page.ts'
import { isOwnUrl } from './guards.ts'

/** `bypassCSP` stays off: the policy in the answers' headers is meant. */
export const APP_SCHEME = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
} as const

export interface AppProtocolOptions {
  files: (request: Request) => Promise<Response>
  stoppedPage: () => Response
  startCoreAgain: () => void
}

export function appProtocol({ files, stoppedPage, startCoreAgain }: AppProtocolOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    if (!isOwnUrl(request.url)) return new Response('Unknown host.', { status: 404 })
    if (request.url === CORE_STOPPED_URL) return stoppedPage()
    if (request.url === START_AGAIN_URL) startCoreAgain()
    return files(request)
  }
}
