// Users and access rules of the broker inside Headwater, as the workbench shows and changes them.
import type { Broker } from '../broker/broker.ts'
import { formatBrokerAddress } from '../client/bootstrap-address.ts'
import type { AccessRule, BrokerSecurity } from '../contract/broker-security.ts'
import { CLUSTER_NAME } from '../protocol/acl-words.ts'
import { invalidInput, notFound } from './service-error.ts'

/** What a key of the store has room for. */
const MAX_NAME_BYTES = 1_000

export class LocalBrokerSecurity {
  readonly #broker: Broker

  constructor(broker: Broker) {
    this.#broker = broker
  }

  state(): BrokerSecurity {
    const { context, authorityFile } = this.#broker
    return {
      listeners: context.listeners.map(({ protocol, advertised }) => ({ protocol, address: formatBrokerAddress(advertised) })),
      authorityFile,
      mechanisms: context.configs.get('sasl.enabled.mechanisms') as BrokerSecurity['mechanisms'],
      users: context.credentials.users(),
      asksRules: context.authorizer !== undefined,
      rules: [...context.acls.all()] as AccessRule[],
    }
  }

  async setUser(name: string, password: string): Promise<BrokerSecurity> {
    if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw invalidInput('name', `A user name has at most ${MAX_NAME_BYTES} bytes.`)
    if (this.#broker.context.credentials.isTransient(name)) throw invalidInput('name', `"${name}" is the workbench itself.`, 'Choose another name.')
    await this.#broker.context.credentials.setPassword(name, password)
    return this.state()
  }

  async removeUser(name: string): Promise<BrokerSecurity> {
    const { credentials } = this.#broker.context
    const mechanisms = [...credentials.of(name).keys()]
    if (mechanisms.length === 0) throw notFound(`There is no user "${name}".`, 'It may have been removed elsewhere.')
    await credentials.change(mechanisms.map((mechanism) => ({ user: name, mechanism, credential: null })))
    return this.state()
  }

  async addRule(rule: AccessRule): Promise<BrokerSecurity> {
    if (!/^[^:]+:./.test(rule.principal)) throw invalidInput('principal', `"${rule.principal}" has no type.`, `Write User:${rule.principal}.`)
    if (rule.resourceType === 'CLUSTER' && rule.resourceName !== CLUSTER_NAME) throw invalidInput('resourceName', `The only cluster is "${CLUSTER_NAME}".`)
    await this.#broker.context.acls.create([rule])
    return this.state()
  }

  async removeRule(rule: AccessRule): Promise<BrokerSecurity> {
    const [removed] = await this.#broker.context.acls.delete([rule])
    if (removed!.length === 0) throw notFound('There is no such rule.', 'It may have been removed elsewhere.')
    return this.state()
  }
}
