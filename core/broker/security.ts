// Who may come in and what they may do there: credentials, access rules and the authorizer, as the settings and the data folder say.
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { BrokerConfigs } from '../metadata/broker-configs.ts'
import { ConfigError } from '../metadata/config-definition.ts'
import { Acls } from '../security/acls.ts'
import { StandardAuthorizer } from '../security/authorizer.ts'
import { parsePrincipalRules } from '../security/certificate-principal.ts'
import { jaasProblem, plainUsers } from '../security/jaas-config.ts'
import { PlainPasswords } from '../security/plain-exchange.ts'
import type { SaslMechanism } from '../security/sasl-mechanism.ts'
import { SaslSession } from '../security/sasl-session.ts'
import { ScramCredentials } from '../security/scram-credentials.ts'
import type { MetadataStore } from '../storage/storage.ts'

export interface Security {
  readonly credentials: ScramCredentials
  readonly acls: Acls
  readonly authorizer: StandardAuthorizer | undefined
  readonly principalRules: NonNullable<ReturnType<typeof parsePrincipalRules>>
  /** For a new connection; of the mechanisms of `sasl.enabled.mechanisms` if none are named. */
  newSession(mechanisms?: readonly SaslMechanism[]): SaslSession
}

/** `insider`: a user of this process, which may do everything. Throws ConfigError. */
export function loadSecurity(store: MetadataStore, configs: BrokerConfigs, insider: string | undefined, { clock, random }: { clock: Clock; random: Random }): Security {
  const credentials = ScramCredentials.load(store, random)
  const acls = Acls.load(store, random)
  const users = settingsUsers(configs)
  if (insider !== undefined && users.has(insider)) throw new ConfigError(`Setting "sasl.jaas.config" cannot name "${insider}": that is Headwater itself.`)
  const passwords = new PlainPasswords(users, credentials, random)
  const rulesText = configs.get('ssl.principal.mapping.rules')
  const principalRules = parsePrincipalRules(rulesText)
  if (principalRules === null) throw new ConfigError(`Setting "ssl.principal.mapping.rules" cannot be "${rulesText}": it must be rules like RULE:^CN=(.*?),.*$/$1/L,DEFAULT.`)
  const superUsers = superUsersOf(configs)
  if (insider !== undefined) superUsers.add(`User:${insider}`)
  const isOn = configs.get('authorizer.class.name') !== ''
  return {
    credentials,
    acls,
    authorizer: isOn ? new StandardAuthorizer({ acls, superUsers, allowsWithoutAcls: configs.getBoolean('allow.everyone.if.no.acl.found') }) : undefined,
    principalRules,
    newSession: (mechanisms = configs.get('sasl.enabled.mechanisms') as readonly SaslMechanism[]) =>
      new SaslSession({
        mechanisms,
        credentials,
        passwords,
        maxReauthMs: () => configs.getInt('connections.max.reauth.ms'),
        clock,
        random,
      }),
  }
}

function settingsUsers(configs: BrokerConfigs): ReadonlyMap<string, string> {
  const text = configs.get('sasl.jaas.config')
  if (text === null) return new Map()
  const problem = jaasProblem(text)
  // The value holds passwords: it is not repeated.
  if (problem !== null) throw new ConfigError(`Setting "sasl.jaas.config" cannot be used: ${problem}.`)
  return plainUsers(text)
}

function superUsersOf(configs: BrokerConfigs): Set<string> {
  const names = configs.get('super.users').split(';').map((name) => name.trim()).filter((name) => name !== '')
  const bad = names.find((name) => !/^[^:]+:./.test(name))
  if (bad !== undefined) throw new ConfigError(`Setting "super.users" cannot hold "${bad}": write User:${bad}.`)
  return new Set(names)
}
