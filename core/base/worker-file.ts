// Where the file of a worker thread lies: beside its caller in the sources, beside the entries in a build.
import { basename } from 'node:path'

/** `source`: `new URL('./a-worker.ts', import.meta.url)`. A build has an entry for each worker, which may be asked for from a chunk (electron.vite.config.ts). */
export function workerFile(source: URL, callerUrl: string): URL {
  if (callerUrl.endsWith('.ts')) return source
  const name = `${basename(source.pathname, '.ts')}.js`
  const isChunk = new URL('.', callerUrl).pathname.endsWith('/chunks/')
  return new URL(isChunk ? `../${name}` : `./${name}`, callerUrl)
}
