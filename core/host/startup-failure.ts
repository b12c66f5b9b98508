// Turns what can go wrong at start into a sentence that names the option to change.
import { ListenError } from '../broker/network/socket-server.ts'
import { StorageError } from '../storage/storage-error.ts'
import { StartupError } from './startup-error.ts'

/** Runs `start`; `portOption` is the one to change where its port cannot be had. */
export async function explained<T>(portOption: string, start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (error) {
    const sentence = sentenceFor(error, portOption)
    throw sentence === null ? error : new StartupError(sentence, { cause: error })
  }
}

function sentenceFor(error: unknown, portOption: string): string | null {
  if (error instanceof ListenError) return `${error.message} ${adviceFor(error.reason, portOption)}`
  return error instanceof StorageError ? error.message : null
}

function adviceFor(reason: string, option: string): string {
  if (reason === 'EADDRINUSE') return `Stop the program that uses it, or choose another port with ${option}.`
  if (reason === 'EACCES') return `Use a port above 1023 with ${option}.`
  return `Choose another port with ${option}.`
}
