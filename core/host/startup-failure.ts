// Turns what can go wrong at start into a sentence that names the option to change.
import { ListenError } from '../broker/network/socket-server.ts'
import { StorageError } from '../storage/storage-error.ts'
import { StartupError } from './startup-error.ts'

/** Runs `start`; `ports` tells which option asked for which port. */
export async function explained<T>(ports: Readonly<Record<string, number>>, start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (error) {
    const sentence = sentenceFor(error, ports)
    throw sentence === null ? error : new StartupError(sentence, { cause: error })
  }
}

function sentenceFor(error: unknown, ports: Readonly<Record<string, number>>): string | null {
  if (error instanceof ListenError) {
    const option = Object.keys(ports).find((name) => ports[name] === error.address.port) ?? Object.keys(ports)[0]
    const first = error.reason === 'EADDRINUSE' ? 'Stop the program that uses it' : 'Use a port above 1023'
    return `${error.message} ${first}, or choose another port with ${option}.`
  }
  return error instanceof StorageError ? error.message : null
}
