// Whom a client certificate names: its distinguished name as Java writes it (RFC 2253), then through `ssl.principal.mapping.rules` (KIP-371).
import type { X509Certificate } from 'node:crypto'

/** The subject, most specific part first: `CN=alice,OU=orders,O=Example`. Node writes it the other way round, a part a line. */
export function distinguishedName({ subject }: X509Certificate): string {
  return subject.split('\n').reverse().join(',')
}

interface Rule {
  readonly pattern: RegExp
  readonly replacement: string
  readonly letters: 'as-is' | 'upper' | 'lower'
}

/** `DEFAULT` */
const AS_IS: Rule = { pattern: /^[^]*$/, replacement: '$&', letters: 'as-is' }
const RULE = /^RULE:((?:[^/\\]|\\.)*)\/((?:[^/\\]|\\.)*)\/([LU]?)\s*$/

/** Splits `RULE:^CN=(.*?),.*$/$1/L,DEFAULT`; null where it cannot be read. */
export function parsePrincipalRules(text: string): readonly Rule[] | null {
  const parts = text.match(/DEFAULT|RULE:(?:[^/\\]|\\.)*\/(?:[^/\\]|\\.)*\/[LU]?/g)
  if (!parts || parts.join(',') !== text.replace(/\s*,\s*(?=DEFAULT|RULE:)/g, ',').trim()) return null
  const rules = parts.map(parseRule)
  return rules.includes(null) ? null : (rules as Rule[])
}

function parseRule(text: string): Rule | null {
  if (text === 'DEFAULT') return AS_IS
  const [, pattern = '', replacement = '', letters] = RULE.exec(text) ?? []
  try {
    return { pattern: new RegExp(`^(?:${pattern})$`), replacement, letters: letters === 'L' ? 'lower' : letters === 'U' ? 'upper' : 'as-is' }
  } catch {
    return null
  }
}

/** The user's name by the first rule that fits; null when none does. */
export function principalName(distinguished: string, rules: readonly Rule[]): string | null {
  const rule = rules.find(({ pattern }) => pattern.test(distinguished))
  if (!rule) return null
  const name = distinguished.replace(rule.pattern, rule.replacement)
  if (rule.letters === 'as-is') return name
  return rule.letters === 'lower' ? name.toLowerCase() : name.toUpperCase()
}
