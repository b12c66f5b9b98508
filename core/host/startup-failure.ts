// Turns what can go wrong at start into a sentence that names the option to change.
import { assert } from '../base/assert.ts'
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
    const option = Object.keys(ports).find((name) => ports[name] === error.address.port)
    assert(option !== undefined, `no option asked for port ${error.address.port}`)
    return `${error.message} ${adviceFor(error.reason, option)}`
  }
  return error instanceof StorageError ? error.message : null
}

function adviceFor(reason: string, option: string): string {
  if (reason === 'EADDRINUSE') return `Stop the program that uses it, or choose another port with ${option}.`
  if (reason === 'EACCES') return `Use a port above 1023 with ${option}.`
  return `Choose another port with ${option}.`
}
