// Takes user name and password out of a JAAS line, as Java clients have it in sasl.jaas.config.

export interface JaasCredentials {
  username: string
  password: string
  isScram: boolean
}

export function jaasCredentials(text: string): JaasCredentials | null {
  const options = new Map([...text.matchAll(/\b(username|password)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s;]+))/g)].map(optionOf))
  const username = options.get('username')
  const password = options.get('password')
  return username === undefined || password === undefined ? null : { username, password, isScram: /ScramLoginModule/.test(text) }
}

function optionOf([, name, doubleQuoted, singleQuoted, bare]: RegExpExecArray): [name: string, value: string] {
  return [name!, doubleQuoted?.replace(/\\(.)/g, '$1') ?? singleQuoted ?? bare ?? '']
}
