// The honest page when the core is not running: what happened, where the log is, and a way to try again.

export const CORE_STOPPED_URL = 'app://ui/core-stopped'
/** Loading the page with this address starts the core again. */
export const START_AGAIN_URL = 'app://ui/?start-again'

const STYLE = `
  :root { color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: Canvas; color: CanvasText }
  main { max-width: 60ch; padding: 2rem }
  h1 { font-size: 1.25rem }
  code { user-select: all; overflow-wrap: anywhere }
`

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}

export function coreStoppedPage(reason: string, logPath: string): Response {
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Headwater: the core stopped</title><style>${STYLE}</style></head>
<body><main>
<h1>The core stopped</h1>
<p role="alert">${escapeHtml(reason)}</p>
<p>Acknowledged records are on disk. The log is <code>${escapeHtml(logPath)}</code></p>
<p><a href="${START_AGAIN_URL}">Start it again</a></p>
</main></body>
</html>
`
  return new Response(html, { headers: HEADERS })
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
