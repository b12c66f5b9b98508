import { X509Certificate } from 'node:crypto'
import { expect, it } from 'vitest'
import { seededRandom } from '../../../core/base/random.ts'
import { selfSign } from '../../../core/security/certificate.ts'
import { distinguishedName, parsePrincipalRules, principalName } from '../../../core/security/certificate-principal.ts'

it('a certificate names its subject as Java writes it', () => {
  const { certificate } = selfSign({ commonName: 'alice', validFromMs: 0, validUntilMs: Date.UTC(2030, 0, 1) }, seededRandom(1))
  expect(distinguishedName(new X509Certificate(certificate))).toBe('CN=alice')
  expect(distinguishedName({ subject: 'C=DE\nO=Example\nCN=alice' } as X509Certificate)).toBe('CN=alice,O=Example,C=DE')
})

const NAME = 'CN=Alice,OU=Orders,O=Example'

it.each<[string, string | null]>([
  ['DEFAULT', NAME],
  ['RULE:^CN=(.*?),.*$/$1/', 'Alice'],
  ['RULE:^CN=(.*?),.*$/$1/L', 'alice'],
  ['RULE:^CN=(.*?),OU=(.*?),.*$/$1@$2/U', 'ALICE@ORDERS'],
  ['RULE:^UID=(.*?),.*$/$1/,DEFAULT', NAME],
  ['RULE:^UID=(.*?),.*$/$1/, RULE:^CN=([^,]*).*$/$1/', 'Alice'],
  ['RULE:^UID=(.*?),.*$/$1/', null],
])('%s makes of it %j', (rules, expected) => {
  expect(principalName(NAME, parsePrincipalRules(rules)!)).toBe(expected)
})

it.each(['', 'RULE', 'RULE:abc', 'RULE:(/x/', 'DEFAULT nonsense', 'RULE:a/b/X'])('%j is no list of rules', (text) => {
  expect(parsePrincipalRules(text)).toBeNull()
})
