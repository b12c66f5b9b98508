import { describe, expect, it } from 'vitest'
import { type Random, seededRandom } from '../../../core/base/random.ts'
import { saltPassword, scramFields, scramHmac, scramKeys, type ScramMechanism, xor } from '../../../core/base/scram.ts'
import { ScramExchange } from '../../../core/security/scram-exchange.ts'
import { ScramCredentials } from '../../../core/security/scram-credentials.ts'
import { MemoryStore } from '../../support/memory-store.ts'

const random = seededRandom(3)

async function credentialsOf(user: string, password: string): Promise<ScramCredentials> {
  const credentials = ScramCredentials.load(new MemoryStore(), random)
  await credentials.setPassword(user, password)
  return credentials
}

/** A client that follows the RFC, with room for deviations. */
async function signIn(credentials: ScramCredentials, mechanism: ScramMechanism, user: string, password: string, twist: Partial<{ first: string; binding: string; nonce: string; end: string }> = {}) {
  const exchange = new ScramExchange(mechanism, credentials, random)
  const bare = `n=${user},r=fyko+d2lbbFgONRv9qkxdawL`
  const challenge = exchange.next(Buffer.from(twist.first ?? `n,,${bare}`))
  if (challenge === null) return null
  const text = challenge.message.toString()
  const fields = scramFields(text)
  const keys = scramKeys(mechanism, await saltPassword(mechanism, password, Buffer.from(fields.get('s')!, 'base64'), Number(fields.get('i'))))
  const final = `c=${twist.binding ?? 'biws'},r=${twist.nonce ? twist.nonce + fields.get('r') : fields.get('r')}${twist.end ?? ''}`
  const signed = `${bare},${text},${final}`
  const proof = xor(keys.clientKey, scramHmac(mechanism, keys.storedKey, signed)).toString('base64')
  const end = exchange.next(Buffer.from(`${final},p=${proof}`))
  return end && { ...end, expected: `v=${scramHmac(mechanism, keys.serverKey, signed).toString('base64')}` }
}

describe.each(['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)('%s', (mechanism) => {
  it('lets in who knows the password, and proves that the server knows it too', async () => {
    const end = await signIn(await credentialsOf('alice', 'open sesame'), mechanism, 'alice', 'open sesame')
    expect(end?.user).toBe('alice')
    expect(end?.message.toString()).toBe(end?.expected)
  })

  it('refuses a wrong password only after the proof', async () => {
    expect(await signIn(await credentialsOf('alice', 'open sesame'), mechanism, 'alice', 'wrong')).toBeNull()
  })

  it('gives an unknown user a challenge like everybody’s, the same at every attempt', async () => {
    const credentials = await credentialsOf('alice', 'open sesame')
    const challenge = (user: string) => scramFields(new ScramExchange(mechanism, credentials, random).next(Buffer.from(`n,,n=${user},r=abc`))!.message.toString())
    const [known, unknown, again] = [challenge('alice'), challenge('mallory'), challenge('mallory')]
    expect([unknown.get('s')!.length, unknown.get('i')]).toEqual([known.get('s')!.length, known.get('i')])
    expect(again.get('s')).toBe(unknown.get('s'))
    expect(await signIn(credentials, mechanism, 'mallory', 'open sesame')).toBeNull()
  })
})

it('takes a nonce whose end is right, as Kafka does: librdkafka before 2.6.1 repeats its own part', async () => {
  const end = await signIn(await credentialsOf('alice', 'open sesame'), 'SCRAM-SHA-256', 'alice', 'open sesame', { nonce: 'fyko+d2lbbFgONRv9qkxdawL' })
  expect(end?.user).toBe('alice')
})

describe('an exchange fails', () => {
  it.each<[string, Parameters<typeof signIn>[4]]>([
    ['when the client wants channel binding', { first: 'p=tls-unique,,n=alice,r=abc' }],
    ['when the client asks for another identity', { first: 'n,a=bob,n=alice,r=abc' }],
    ['for a delegation token, which there is none of', { first: 'n,,n=alice,r=abc,tokenauth=true' }],
    ['for a name that is written wrongly', { first: 'n,,n=a=b,r=abc' }],
    ['for what is no SCRAM message', { first: 'hello' }],
    ['for another nonce than the server’s', { end: 'x' }],
    ['for another header than the first message had', { binding: Buffer.from('y,,').toString('base64') }],
  ])('%s', async (_when, twist) => {
    expect(await signIn(await credentialsOf('alice', 'open sesame'), 'SCRAM-SHA-256', 'alice', 'open sesame', twist)).toBeNull()
  })
})

it('never throws, whatever it is sent', async () => {
  const credentials = await credentialsOf('alice', 'open sesame')
  const noise = seededRandom(11)
  const parts = ['n,,', 'n=alice', 'r=abc', 'c=biws', 'p=', 'a=bob', ',', '=2C', '\0', 'i=1', 's=']
  for (let round = 0; round < 2_000; round++) {
    const exchange = new ScramExchange('SCRAM-SHA-256', credentials, noise)
    if (round % 2 === 0) exchange.next(Buffer.from('n,,n=alice,r=abc'))
    const words = Array.from({ length: noise.below(8) }, () => parts[noise.below(parts.length)]!).join('')
    const step = exchange.next(round % 3 === 0 ? noise.bytes(noise.below(64)) : Buffer.from(words))
    expect(step?.user).toBeUndefined()
  }
})

/** RFC 7677, section 3: what the server says there, with its salt and its part of the nonce. */
it('answers the RFC’s client as the RFC’s server does', async () => {
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64')
  const keys = scramKeys('SCRAM-SHA-256', await saltPassword('SCRAM-SHA-256', 'pencil', salt, 4_096))
  const nonce = '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0'
  const scripted: Random = { ...random, bytes: (size) => Object.assign(random.bytes(size), { toString: () => nonce }) }
  const credentials = ScramCredentials.load(new MemoryStore(), random)
  await credentials.change([{ user: 'user', mechanism: 'SCRAM-SHA-256', credential: { salt, iterations: 4_096, ...keys } }])
  const exchange = new ScramExchange('SCRAM-SHA-256', credentials, scripted)
  expect(exchange.next(Buffer.from('n,,n=user,r=rOprNGfwEbeRWgbNEkqO'))?.message.toString()).toBe(
    `r=rOprNGfwEbeRWgbNEkqO${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`,
  )
  const final = exchange.next(Buffer.from(`c=biws,r=rOprNGfwEbeRWgbNEkqO${nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`))
  expect(final?.message.toString()).toBe('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')
})
