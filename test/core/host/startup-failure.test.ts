import { describe, expect, test } from 'vitest'
import { ListenError } from '../../../core/broker/network/socket-server.ts'
import { StartupError } from '../../../core/host/startup-error.ts'
import { explained } from '../../../core/host/startup-failure.ts'
import { StorageError } from '../../../core/storage/storage-error.ts'

const failing = async (error: Error, portOption = '--kafka-port'): Promise<unknown> =>
  explained(portOption, async () => Promise.reject(error)).catch((thrown: unknown) => thrown)

describe('startup failure', () => {
  test.each([
    [
      new ListenError('EADDRINUSE', { host: '127.0.0.1', port: 19092 }),
      'Port 19092 on 127.0.0.1 is already in use. Stop the program that uses it, or choose another port with --kafka-port.',
    ],
    [
      new ListenError('EACCES', { host: '127.0.0.1', port: 80 }),
      'Port 80 on 127.0.0.1 needs rights that this user does not have. Use a port above 1023 with --web-port.',
    ],
    [
      new ListenError('EMFILE', { host: '127.0.0.1', port: 80 }),
      'Port 80 on 127.0.0.1 cannot be listened on (EMFILE). Choose another port with --web-port.',
    ],
    [new StorageError('The file is missing. Restore it.'), 'The file is missing. Restore it.'],
  ])('%o becomes a sentence that says what to do', async (error, sentence) => {
    expect(await failing(error, sentence.includes('--web-port') ? '--web-port' : '--kafka-port')).toEqual(new StartupError(sentence))
  })

  test('a bug stays a bug', async () => {
    const bug = new TypeError('x is not a function')
    expect(await failing(bug)).toBe(bug)
  })

  test('what starts is handed on', async () => {
    expect(await explained('--port', async () => Promise.resolve('up'))).toBe('up')
  })
})
