// Links that open the application: `headwater:local/topics/orders?record=2:8841`. They come from anywhere, so only their shape is believed.
import type { App } from 'electron'

export const LINK_SCHEME = 'headwater'

const MAX_LENGTH = 2_048
/** What a link of ours can hold: names are percent-encoded. No control characters, no second fragment. */
const PLACE = /^[\w.~!$&'()*+,;=:@%-][\w.~!$&'()*+,;=:@%/?-]*$/

/** The part of the page's address that shows the place; null for what is no link of ours. What there is at the place, the page finds out. */
export function linkHash(text: string): string | null {
  const [, place] = /^headwater:(?:\/\/)?(.*)$/is.exec(text.length > MAX_LENGTH ? '' : text) ?? []
  return place !== undefined && PLACE.test(place) ? `#/${place}` : null
}

/** Operating systems hand a link over as one more argument; a person types at most one. */
export function linkIn(args: readonly string[]): string | null {
  return args.map(linkHash).find((hash) => hash !== null) ?? null
}

export interface LinkListener {
  /** Shows the place, in the window that is there or in a new one. */
  onLink: (hash: string) => void
  /** Somebody started the application once more, for no place in particular. */
  onStartedAgain: () => void
}

/** macOS sends an event, which may come before the application is ready; elsewhere a second instance brings the link and ends. */
export function listenForLinks(app: Pick<App, 'on'>, { onLink, onStartedAgain }: LinkListener): void {
  app.on('open-url', (event, url) => {
    event.preventDefault()
    const hash = linkHash(url)
    if (hash !== null) onLink(hash)
  })
  app.on('second-instance', (_event, args) => {
    const hash = linkIn(args)
    if (hash === null) onStartedAgain()
    else onLink(hash)
  })
}

/** From the sources the program is Electron itself, and what it runs is an argument. */
export function registerLinks(app: Pick<App, 'isPackaged' | 'setAsDefaultProtocolClient'>, program: string, entry: string): boolean {
  return app.isPackaged ? app.setAsDefaultProtocolClient(LINK_SCHEME) : app.setAsDefaultProtocolClient(LINK_SCHEME, program, [entry])
}
