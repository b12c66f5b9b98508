import { expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import type { SaslSettings } from '../../../core/client/cluster-security.ts'
import { type SaslRound, signIn } from '../../../core/client/sasl-exchange.ts'
import { scramServer } from '../../support/scram-server.ts'

const random = seededRandom(1)
const scram: SaslSettings = { mechanism: 'SCRAM-SHA-256', username: 'a,b=c', password: 'pa,ss=wörd' }

function server(password: string, iterations?: number, twist = (answer: string) => answer): SaslRound {
  const scramming = scramServer({ algorithm: 'sha256', passwordOf: (name) => (name === scram.username ? password : undefined), ...(iterations !== undefined && { iterations }) })
  return async (message) => {
    const answer = scramming.answer(message.toString())
    if (answer === null) throw new Error('refused')
    return Buffer.from(twist(answer))
  }
}

it('shows PLAIN as one message', async () => {
  const messages: string[] = []
  const round: SaslRound = async (message) => (messages.push(message.toString()), Buffer.alloc(0))
  await signIn({ mechanism: 'PLAIN', username: 'alice', password: 'secret' }, random, round)
  expect(messages).toEqual(['\0alice\0secret'])
})

it('proves that it knows the password, without sending it', async () => {
  const messages: string[] = []
  const answers = server(scram.password)
  await signIn(scram, random, async (message) => (messages.push(message.toString()), answers(message)))
  expect(messages[0]).toMatch(/^n,,n=a=2Cb=3Dc,r=[\w-]{32}$/)
  expect(messages[1]).toMatch(/^c=biws,r=[\w-]{48},p=[\w+/]{43}=$/)
  expect(messages.join('')).not.toContain(scram.password)
})

/** RFC 7677, section 3, with the nonce of that client. */
it('gives the proof of the RFC’s example', async () => {
  const nonce = 'rOprNGfwEbeRWgbNEkqO'
  const proofs: string[] = []
  const round: SaslRound = async (message) => {
    const text = message.toString()
    if (text.startsWith('n,,')) return Buffer.from(`r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`)
    proofs.push(text)
    return Buffer.from('v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')
  }
  const fixed = { ...random, bytes: () => ({ toString: () => nonce }) as unknown as Buffer }
  await signIn({ mechanism: 'SCRAM-SHA-256', username: 'user', password: 'pencil' }, fixed, round)
  expect(proofs).toEqual([`c=biws,r=${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`])
})

it.each([
  ['cannot prove that it knows the password', server(scram.password, 4_096, (answer) => answer.replace(/^v=..../, 'v=AAAA')), 'it could not prove that it knows the password'],
  ['asks for too little work', server(scram.password, 100), 'it asks for 100 SCRAM iterations; between 4096 and 10000000 are accepted'],
  ['asks for minutes of work', server(scram.password, 4_096, (answer) => answer.replace('i=4096', 'i=2000000000')), 'it asks for 2000000000 SCRAM iterations; between 4096 and 10000000 are accepted'],
  ['answers to somebody else', server(scram.password, 4_096, (answer) => answer.replace(/^r=../, 'r=xx')), 'its first SCRAM message cannot be read'],
  ['answers with nonsense', async () => Buffer.from('nonsense'), 'its first SCRAM message cannot be read'],
  ['refuses in its last message', server(scram.password, 4_096, (answer) => (answer.startsWith('v=') ? 'e=other-error' : answer)), 'it says "other-error"'],
] as const)('breaks off when a server %s', async (_what, round, message) => {
  await expect(signIn(scram, random, round)).rejects.toMatchObject({ name: 'SaslExchangeError', message })
})
