// Where one has to sign in: SASL PLAIN and SCRAM, well and badly, and what may be asked before.
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto'
import { Metadata } from '../../../../core/protocol/messages/metadata.ts'
import { SaslAuthenticate } from '../../../../core/protocol/messages/sasl-authenticate.ts'
import { SaslHandshake } from '../../../../core/protocol/messages/sasl-handshake.ts'
import { frame } from '../../../support/raw-client.ts'
import { SESSION_MS, USER } from '../../apache-kafka/kafka-node.ts'
import type { Connection, ScenarioRun } from '../scenario-run.ts'
import { family } from '../scenario.ts'

const plain = (username: string, password: string, authorizationId = ''): Buffer => Buffer.from(`${authorizationId}\0${username}\0${password}`)
const GOOD = plain(USER.username, USER.password)

/** Each on a connection of its own, which may close at any answer. */
async function attempt(on: ScenarioRun, steps: (client: Connection) => Promise<unknown>): Promise<void> {
  const client = await on.connect()
  await steps(client).catch(() => {})
}

const shake = async (client: Connection, mechanism: string, version = 1): Promise<unknown> => client.send(SaslHandshake, version, { mechanism }, { note: mechanism })

const authenticate = async (client: Connection, authBytes: Buffer, note: string, version = 2) => client.send(SaslAuthenticate, version, { authBytes }, { note })

const ask = async (client: Connection, note: string): Promise<unknown> => client.send(Metadata, 9, { topics: [] }, { note })

type Digest = 'sha256' | 'sha512'

const hmac = (digest: Digest, key: Buffer, text: string): Buffer => createHmac(digest, key).update(text).digest()

/** The client's last message, for the server's first one. */
function scramFinal(digest: Digest, password: string, firstBare: string, serverFirst: string): Buffer {
  const [, nonce, salt, iterations] = /^r=([^,]+),s=([^,]+),i=(\d+)/.exec(serverFirst)!
  const salted = pbkdf2Sync(password, Buffer.from(salt!, 'base64'), Number(iterations), digest === 'sha256' ? 32 : 64, digest)
  const clientKey = hmac(digest, salted, 'Client Key')
  const withoutProof = `c=biws,r=${nonce}`
  const signature = hmac(digest, createHash(digest).update(clientKey).digest(), `${firstBare},${serverFirst},${withoutProof}`)
  const proof = Buffer.from(clientKey.map((byte, i) => byte ^ signature[i]!))
  return Buffer.from(`${withoutProof},p=${proof.toString('base64')}`)
}

async function scram(client: Connection, mechanism: 'SCRAM-SHA-256' | 'SCRAM-SHA-512', username: string, password: string): Promise<void> {
  await shake(client, mechanism)
  const firstBare = `n=${username},r=nonceOfTheClient`
  const { authBytes } = await authenticate(client, Buffer.from(`n,,${firstBare}`), 'first')
  await authenticate(client, scramFinal(mechanism === 'SCRAM-SHA-256' ? 'sha256' : 'sha512', password, firstBare, authBytes.toString()), 'last')
}

export const signIn = family('sign-in', {
  'a handshake': async (on) => {
    for (const version of [0, 1]) {
      for (const mechanism of ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'GSSAPI', 'plain', '', 'OAUTHBEARER']) {
        await attempt(on, async (client) => {
          await shake(client, mechanism, version)
          await client.lives('afterwards')
        })
      }
    }
  },

  'signing in with PLAIN': async (on) => {
    for (const version of [0, 1, 2]) {
      await attempt(on, async (client) => {
        await shake(client, 'PLAIN')
        await authenticate(client, GOOD, 'good', version)
        await ask(client, 'afterwards')
      })
    }
    await attempt(on, async (client) => {
      await shake(client, 'PLAIN', 0)
      await client.sendBytes('good, in a frame alone', frame(GOOD))
      await ask(client, 'afterwards')
    })
  },

  'signing in badly with PLAIN': async (on) => {
    const cases: [string, Buffer][] = [
      ['a wrong password', plain(USER.username, 'wrong')],
      ['an unknown user', plain('mallory', 'wrong')],
      ['no password', plain(USER.username, '')],
      ['no user', plain('', USER.password)],
      ['its own authorization id', plain(USER.username, USER.password, USER.username)],
      ["another's authorization id", plain(USER.username, USER.password, 'bob')],
      ['one part', Buffer.from('alice')],
      ['four parts', Buffer.from('a\0b\0c\0d')],
      ['nothing', Buffer.alloc(0)],
    ]
    for (const [note, bytes] of cases) {
      await attempt(on, async (client) => {
        await shake(client, 'PLAIN')
        await authenticate(client, bytes, note)
        await ask(client, 'afterwards')
      })
    }
    await attempt(on, async (client) => {
      await shake(client, 'PLAIN', 0)
      await client.sendBytes('a wrong password, in a frame alone', frame(plain(USER.username, 'wrong')))
    })
  },

  'signing in with SCRAM': async (on) => {
    for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const) {
      for (const [username, password] of [[USER.username, USER.password], [USER.username, 'wrong']] as const) {
        await attempt(on, async (client) => {
          await scram(client, mechanism, username, password)
          await ask(client, 'afterwards')
        })
      }
    }
    const cases: [string, string][] = [['no name', 'n,,n=,r=abc'], ['no nonce', 'n,,n=alice'], ['nothing', ''], ['nonsense', 'hello'], ['channel binding', 'p=tls-unique,,n=alice,r=abc'], ['an authorization id', 'n,a=bob,n=alice,r=abc'], ['an extension', 'n,,n=alice,r=abc,tokenauth=true']]
    for (const [note, first] of cases) {
      await attempt(on, async (client) => {
        await shake(client, 'SCRAM-SHA-256')
        await authenticate(client, Buffer.from(first), note)
      })
    }
    for (const [note, final] of [['a last message without a proof', 'c=biws,r=nonceOfTheClient'], ['a last message of nonsense', 'hello'], ['a last message with another nonce', 'c=biws,r=another,p=AAAA']] as const) {
      await attempt(on, async (client) => {
        await shake(client, 'SCRAM-SHA-256')
        await authenticate(client, Buffer.from('n,,n=alice,r=nonceOfTheClient'), 'first')
        await authenticate(client, Buffer.from(final), note)
      })
    }
  },

  'a user that SCRAM does not know': async (on) => {
    await attempt(on, async (client) => scram(client, 'SCRAM-SHA-256', 'mallory', 'wrong'))
  },

  'requests before one is signed in': async (on) => {
    await attempt(on, async (client) => {
      await client.lives('ApiVersions')
      await shake(client, 'PLAIN')
      await authenticate(client, GOOD, 'good')
      await client.lives('ApiVersions')
    })
    await attempt(on, async (client) => {
      await client.lives('ApiVersions')
      await client.lives('ApiVersions again')
    })
    await attempt(on, async (client) => ask(client, 'Metadata'))
    await attempt(on, async (client) => authenticate(client, GOOD, 'without a handshake'))
    await attempt(on, async (client) => {
      await shake(client, 'PLAIN')
      await shake(client, 'SCRAM-SHA-256')
    })
    await attempt(on, async (client) => {
      await shake(client, 'PLAIN')
      await ask(client, 'Metadata after the handshake')
    })
    await attempt(on, async (client) => {
      await shake(client, 'PLAIN')
      await client.lives('after the handshake')
    })
    await attempt(on, async (client) => client.sendBytes('a frame that is no request', frame(GOOD)))
  },

  'signing in again': async (on) => {
    await attempt(on, async (client) => {
      await shake(client, 'PLAIN')
      await authenticate(client, GOOD, 'good')
      await shake(client, 'PLAIN')
      await authenticate(client, GOOD, 'again')
      await ask(client, 'afterwards')
    })
    await attempt(on, async (client) => {
      await shake(client, 'PLAIN')
      await authenticate(client, GOOD, 'good')
      await shake(client, 'SCRAM-SHA-256')
      await client.lives('by another mechanism')
    })
    await attempt(on, async (client) => {
      await shake(client, 'PLAIN')
      await authenticate(client, GOOD, 'good')
      await authenticate(client, GOOD, 'without a handshake')
      await ask(client, 'afterwards')
    })
    await attempt(on, async (client) => {
      await shake(client, 'PLAIN')
      await authenticate(client, GOOD, 'good')
      await on.pause(SESSION_MS + 500)
      await ask(client, 'after the session')
    })
    await attempt(on, async (client) => {
      await shake(client, 'PLAIN')
      await authenticate(client, GOOD, 'good, by a client that knows no sessions', 0)
      await on.pause(SESSION_MS + 500)
      await ask(client, 'after the session')
    })
  },
}, 'sasl')
