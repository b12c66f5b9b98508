// A broker that asks who is there, with the user alice, and what clients need to come in.
import { readFile } from 'node:fs/promises'
import type { SecurityProtocol } from '../../core/broker/listeners.ts'
import { systemClock } from '../../core/base/clock.ts'
import { systemRandom } from '../../core/base/random.ts'
import type { Acl } from '../../core/security/acls.ts'
import type { KeyedCertificate } from '../../core/security/certificate.ts'
import { developmentCertificates, developmentClient } from '../../core/security/development-certificates.ts'
import type { SaslMechanism } from '../../core/security/sasl-mechanism.ts'
import { startTestBroker, type TestBroker } from './broker.ts'
import { tempFolder } from './temp-folder.ts'

export const ALICE = { username: 'alice', password: 'open, sesame=1' }

/** How a client comes in; as the client libraries need it. */
export interface ClientAccess {
  readonly bootstrap: string
  /** PEM and its file; null = no TLS. */
  readonly authority: { readonly pem: string; readonly file: string } | null
  readonly own: KeyedCertificate | null
  readonly sasl: { readonly mechanism: SaslMechanism; readonly username: string; readonly password: string } | null
}

export interface SecuredBroker extends TestBroker {
  access(mechanism?: SaslMechanism, as?: { readonly username: string; readonly password: string }): Promise<ClientAccess>
  /** A client certificate of the broker's own authority. */
  certificate(name: string): Promise<KeyedCertificate>
  allow(principal: string, ...rules: readonly (readonly [operation: Acl['operation'], resourceType: Acl['resourceType'], resourceName: string])[]): Promise<void>
}

export async function startSecuredBroker(protocol: SecurityProtocol, configs: Record<string, string> = {}): Promise<SecuredBroker> {
  const directory = await tempFolder()
  const broker = await startTestBroker(configs, { securityProtocol: protocol, directory })
  await broker.context.credentials.setPassword(ALICE.username, ALICE.password)
  return {
    ...broker,
    async access(mechanism, as = ALICE) {
      const file = broker.authorityFile
      return {
        bootstrap: `localhost:${broker.address.port}`,
        authority: file === null ? null : { file, pem: await readFile(file, 'utf8') },
        own: null,
        sasl: mechanism ? { mechanism, ...as } : null,
      }
    },
    async certificate(name) {
      const deps = { clock: systemClock, random: systemRandom }
      return developmentClient((await developmentCertificates(directory, deps)).authority, name, deps)
    },
    async allow(principal, ...rules) {
      const [patternType, host, permissionType] = ['LITERAL', '*', 'ALLOW'] as const
      await broker.context.acls.create(rules.map(([operation, resourceType, resourceName]) => ({ resourceType, resourceName, patternType, principal, host, operation, permissionType })))
    },
  }
}
