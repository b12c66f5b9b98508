// Who may use the workbench over HTTP: the holder of the token, from the workbench's own page, by the address it was printed with.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export type Verdict =
  | { readonly kind: 'allow'; readonly path: string }
  /** The token was right: it becomes a cookie, and the address is clean afterwards. */
  | { readonly kind: 'enter'; readonly cookie: string }
  | { readonly kind: 'refuse'; readonly status: number; readonly text: string }

const LOCKED = 'This workbench is locked. Open the address that Headwater printed when it started; it carries the token.'

export class WebGate {
  readonly token: string
  /** Without the token. */
  readonly origin: string
  readonly #hosts: ReadonlySet<string>
  readonly #cookieName: string

  constructor(port: number, token: string) {
    this.token = token
    this.origin = `http://127.0.0.1:${port}`
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`])
    // Cookies ignore ports: under one name, two Headwaters would throw each other out.
    this.#cookieName = `headwater_${port}`
  }

  judge(headers: IncomingHttpHeaders, target: string): Verdict {
    // A page elsewhere that has its own name resolve to 127.0.0.1 sends that name here (DNS rebinding).
    if (!this.#hosts.has(headers.host ?? '')) return { kind: 'refuse', status: 421, text: 'This host name is not served here.' }
    if (!target.startsWith('/')) return { kind: 'refuse', status: 400, text: 'This address is not served here.' }
    const query = new URLSearchParams(target.split('?')[1] ?? '')
    const given = query.get('token')
    if (given !== null) return same(given, this.token) ? { kind: 'enter', cookie: this.#cookie() } : { kind: 'refuse', status: 401, text: LOCKED }
    return this.#hasCookie(headers) ? { kind: 'allow', path: target } : { kind: 'refuse', status: 401, text: LOCKED }
  }

  /** null = let it in. The cookie alone is not enough: pages of other origins may open WebSockets, with the cookies of ours. */
  judgeUpgrade(headers: IncomingHttpHeaders): { status: number; text: string } | null {
    if (!this.#hosts.has(headers.host ?? '')) return { status: 421, text: 'Misdirected Request' }
    if (headers.origin !== `http://${headers.host}`) return { status: 403, text: 'Forbidden' }
    return this.#hasCookie(headers) ? null : { status: 401, text: 'Unauthorized' }
  }

  #cookie(): string {
    return `${this.#cookieName}=${this.token}; HttpOnly; SameSite=Strict; Path=/`
  }

  #hasCookie({ cookie }: IncomingHttpHeaders): boolean {
    const prefix = `${this.#cookieName}=`
    return (cookie ?? '').split(/;\s*/).some((part) => part.startsWith(prefix) && same(part.slice(prefix.length), this.token))
  }
}

/** Over hashes: neither the length nor the first wrong character shows in the time it takes. */
function same(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
