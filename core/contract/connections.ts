// Clusters that the workbench can speak to: the local broker, always there, and those added by address, with how to sign in.
import { z } from 'zod'
import { onConnection, procedure } from './procedure.ts'

/** PEM text. What is a secret (passwords, private keys) goes in and never comes out again. */
const pem = z.string().min(1).max(200_000)

export const saslMechanism = z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'])
export type SaslMechanism = z.infer<typeof saslMechanism>

/** How a cluster is spoken to, as entered. A secret left out is the one already kept for this connection. */
export const securityInput = z.object({
  tls: z
    .object({
      /** Trusted authorities; null = those that this computer trusts. */
      ca: pem.nullable(),
      /** The client's own certificate and key, for mutual TLS. */
      certificate: pem.nullable(),
      key: pem.optional(),
      /** Checked instead of the host name that was dialled (also sent as SNI); null = the host name. */
      serverName: z.string().max(300).nullable(),
      /** Does not check who answers. The workbench says so wherever the cluster is shown. */
      acceptAnyCertificate: z.boolean(),
    })
    .nullable(),
  sasl: z.object({ mechanism: saslMechanism, username: z.string().min(1).max(1_000), password: z.string().max(10_000).optional() }).nullable(),
})
export type SecurityInput = z.infer<typeof securityInput>

/** The same as shown: secrets are only known to be there or not. */
export const security = z.object({
  tls: z
    .object({
      ca: z.string().nullable(),
      certificate: z.string().nullable(),
      hasKey: z.boolean(),
      serverName: z.string().nullable(),
      acceptAnyCertificate: z.boolean(),
    })
    .nullable(),
  sasl: z.object({ mechanism: saslMechanism, username: z.string(), hasPassword: z.boolean() }).nullable(),
})
export type Security = z.infer<typeof security>

/** One of the eight hues that the user may give a cluster. */
export const clusterHue = z.number().int().min(0).max(7)

export const connection = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['local', 'remote']),
  bootstrapServers: z.array(z.string()),
  /** null = chosen by the workbench. */
  hue: clusterHue.nullable(),
  security,
  /** Secrets that have to be entered again before the cluster can be spoken to (there is no keychain here, or it has lost them). */
  missingSecrets: z.array(z.enum(['password', 'key'])),
  /** Epoch ms until which a remote cluster accepts writes; null = read-only. The local broker is always writable. */
  armedUntilMs: z.number().nullable(),
})
export type Connection = z.infer<typeof connection>

/** Where a broker says that it listens, and why it cannot be reached there (null when it can). */
export const brokerReach = z.object({ nodeId: z.number().int(), host: z.string(), port: z.number().int(), error: z.string().nullable() })
export type BrokerReach = z.infer<typeof brokerReach>

export const connectionStep = z.enum(['resolve', 'connect', 'tls', 'sasl', 'api-versions', 'metadata', 'advertised'])
export type ConnectionStep = z.infer<typeof connectionStep>

/** What became of a trial, step by step and in order. */
export const connectionReport = z.object({
  steps: z.array(
    z.object({
      step: connectionStep,
      /** `unused`: not part of this connection (no TLS asked for, say). `unreached`: an earlier step failed. */
      outcome: z.enum(['passed', 'failed', 'unused', 'unreached']),
      /** What was found, as a sentence; for a failure what happened. */
      message: z.string(),
      /** What to do about a failure; empty otherwise. */
      remedy: z.string(),
      /** null where nothing was measured. */
      durationMs: z.number().nullable(),
    }),
  ),
  clusterId: z.string().nullable(),
  brokers: z.array(brokerReach),
})
export type ConnectionReport = z.infer<typeof connectionReport>

/** `host:port`, `host` (port 9092) or `[ipv6]:port`. */
const bootstrapServers = z.array(z.string().min(1).max(300)).min(1).max(50)

const profile = z.object({ name: z.string().min(1).max(80), bootstrapServers, hue: clusterHue.nullable(), security: securityInput })

export const connections = {
  list: procedure.output(z.object({ connections: z.array(connection), /** Where secrets are kept, as a sentence. */ secretsKept: z.string() })),
  /** Connects first and adds only what answers; the failure names the step. */
  add: procedure.input(profile).output(connection),
  /** Connects first, as `add`, unless only name and colour change; what was there before stays if that fails. Disarms. */
  update: procedure.input(onConnection.extend(profile.shape)).output(connection),
  remove: procedure.input(onConnection).output(z.object({})),
  /** Never fails for what it finds out. `connectionId`: whose kept secrets stand in for those left out. */
  test: procedure.input(z.object({ bootstrapServers, security: securityInput, connectionId: z.string().nullable() })).output(connectionReport),
  /** Enters secrets that are missing; connects with them first. */
  enterSecrets: procedure.input(onConnection.extend({ password: z.string().max(10_000).optional(), key: pem.optional() })).output(connection),
  /** Lets a remote cluster accept writes for a while; `confirmName` must equal the connection's name. */
  arm: procedure.input(onConnection.extend({ confirmName: z.string(), minutes: z.number().int().min(1).max(60) })).output(connection),
  disarm: procedure.input(onConnection).output(connection),
}
