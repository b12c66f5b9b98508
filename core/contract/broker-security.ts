// Who may come in to the broker inside Headwater, and what they may do there: listeners, users, access rules (ACLs).
import { z } from 'zod'
import { saslMechanism } from './connections.ts'
import { procedure } from './procedure.ts'
import { securityProtocol } from './settings.ts'

const name = z.string().min(1).max(1_000)

export const accessRule = z.object({
  resourceType: z.enum(['TOPIC', 'GROUP', 'CLUSTER', 'TRANSACTIONAL_ID', 'DELEGATION_TOKEN', 'USER']),
  /** `*` = all of them; of the cluster there is only `kafka-cluster`. */
  resourceName: name,
  patternType: z.enum(['LITERAL', 'PREFIXED']),
  /** `User:alice`, or `User:*`. */
  principal: name,
  /** An address, or `*`. */
  host: name,
  operation: z.enum([
    'ALL', 'READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE', 'CLUSTER_ACTION', 'DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'IDEMPOTENT_WRITE',
    'CREATE_TOKENS', 'DESCRIBE_TOKENS', 'TWO_PHASE_COMMIT',
  ]),
  permissionType: z.enum(['ALLOW', 'DENY']),
})
export type AccessRule = z.infer<typeof accessRule>

export const brokerSecurity = z.object({
  listeners: z.array(z.object({ protocol: securityProtocol, address: z.string() })),
  /** The certificate that clients of TLS listeners are told to trust; null without TLS, and where a certificate was given by the settings. */
  authorityFile: z.string().nullable(),
  mechanisms: z.array(saslMechanism),
  /** Who signs in with a SCRAM password, and PLAIN with the same; in order. */
  users: z.array(z.string()),
  /** Whether access rules are asked. */
  asksRules: z.boolean(),
  /** Kept also while nobody asks them. */
  rules: z.array(accessRule),
})
export type BrokerSecurity = z.infer<typeof brokerSecurity>

export const brokerSecurityProcedures = {
  security: procedure.output(brokerSecurity),
  /** Adds a user, or gives one another password. It is kept salted and cannot be read again. */
  setUser: procedure.input(z.object({ name, password: z.string().min(1).max(10_000) })).output(brokerSecurity),
  removeUser: procedure.input(z.object({ name })).output(brokerSecurity),
  addRule: procedure.input(accessRule).output(brokerSecurity),
  removeRule: procedure.input(accessRule).output(brokerSecurity),
}
