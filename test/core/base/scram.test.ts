import { expect, it } from 'vitest'
import { escapeScramName, saltPassword, scramFields, scramHmac, scramKeys, unescapeScramName, xor } from '../../../core/base/scram.ts'

/** RFC 7677, section 3. */
const FIRST = 'n=user,r=rOprNGfwEbeRWgbNEkqO'
const CHALLENGE = 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096'
const FINAL = 'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0'

it('gives the proof and the signature of the RFC’s example', async () => {
  const salted = await saltPassword('SCRAM-SHA-256', 'pencil', Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64'), 4_096)
  const { clientKey, storedKey, serverKey } = scramKeys('SCRAM-SHA-256', salted)
  const signed = `${FIRST},${CHALLENGE},${FINAL}`
  expect(xor(clientKey, scramHmac('SCRAM-SHA-256', storedKey, signed)).toString('base64')).toBe('dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=')
  expect(scramHmac('SCRAM-SHA-256', serverKey, signed).toString('base64')).toBe('6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')
})

it('writes names without commas and equals signs, and reads them back', () => {
  expect(escapeScramName('a,b=c')).toBe('a=2Cb=3Dc')
  expect(unescapeScramName('a=2Cb=3Dc')).toBe('a,b=c')
  expect(unescapeScramName('=3D2C')).toBe('=2C')
  expect(unescapeScramName('a=b')).toBeUndefined()
})

it('splits a message into its fields', () => {
  expect(Object.fromEntries(scramFields('c=biws,r=a=b,p=xyz='))).toEqual({ c: 'biws', r: 'a=b', p: 'xyz=' })
})
