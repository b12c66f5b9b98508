// Where the file of a worker thread lies: beside its caller in the sources, beside the entries in a build.
import { basename } from 'node:path'

/** `path`: `./a-worker.ts`, seen from the caller, whose `import.meta.url` it is called with. A build has an entry for each worker, which may be asked for from a chunk (electron.vite.config.ts). */
export function workerFile(path: string, callerUrl: string): URL {
  if (callerUrl.endsWith('.ts')) return new URL(path, callerUrl)
  const name = `${basename(path, '.ts')}.js`
  const isChunk = new URL('.', callerUrl).pathname.endsWith('/chunks/')
  return new URL(isChunk ? `../${name}` : `./${name}`, callerUrl)
}
