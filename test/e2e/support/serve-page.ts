// Serves the built page with the strict policy of the real hosts.
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { SECURITY_HEADERS } from '../../../core/host/static-files.ts'

export const PAGE_FOLDER = process.env['HEADWATER_PAGE'] ?? join(import.meta.dirname, '../../../out/renderer')

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
}

export function servePage(request: IncomingMessage, response: ServerResponse): void {
  const path = normalize(new URL(request.url ?? '/', 'http://page').pathname)
  const file = path === '/' ? '/index.html' : path
  void readFile(join(PAGE_FOLDER, file)).then(
    (content) =>
      response
        .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', ...SECURITY_HEADERS })
        .end(content),
    () => response.writeHead(404).end(),
  )
}
