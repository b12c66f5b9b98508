import { expect, it } from 'vitest'
import { jaasProblem, plainUsers } from '../../../core/security/jaas-config.ts'

const MODULE = 'org.apache.kafka.common.security.plain.PlainLoginModule required'

it.each<[string, Record<string, string>]>([
  [`${MODULE} username="admin" password="x" user_admin="x" user_alice="a b;c=d";`, { admin: 'x', alice: 'a b;c=d' }],
  [`${MODULE}\n  user_alice=secret\n  user_bob="say \\"hi\\"";`, { alice: 'secret', bob: 'say "hi"' }],
])('reads the users of %s', (text, users) => {
  expect(jaasProblem(text)).toBeNull()
  expect(Object.fromEntries(plainUsers(text))).toEqual(users)
})

it.each<[string, string]>([
  ['user_alice="secret";', 'it must read like org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="secret";'],
  [`${MODULE} user_alice="secret"`, 'it must read like org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="secret";'],
  [`${MODULE} username="admin" password="x";`, 'it names no user; write user_alice="secret" for each'],
])('%s cannot be used', (text, problem) => {
  expect(jaasProblem(text)).toBe(problem)
})
