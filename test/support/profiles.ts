// Clusters as they are entered.
import type { ConnectionProfile } from '../../core/services/connections-service.ts'

/** In plain, nobody signs in. */
export function plainCluster(name: string, ...bootstrapServers: string[]): ConnectionProfile {
  return { name, bootstrapServers, hue: null, security: { tls: null, sasl: null } }
}
