// IncrementalAlterConfigs (44), versions 0-1: sets (0), deletes (1), appends to (2) and subtracts from (3) single configs (KIP-339).
// Behaviour: topics (2), this broker and the cluster-wide defaults "" (4), broker loggers (8), client metrics (16) and groups (32). All changes of
// a resource or none; resources do not touch each other. Durable before the answer, and in force then: logs and limits read their configs at every
// use. Appending to what is not set begins with the default. Broker configs that cannot change while a broker runs are INVALID_REQUEST, illegal
// values are INVALID_CONFIG (INVALID_REQUEST for brokers); unknown broker configs are stored and do nothing, as in Kafka.
// Versions: v1 flexible; the same otherwise.
// Not implemented: alter.config.policy.class.name, configs of single listeners (listener.name.*), which are stored and do nothing.
import { ConfigOperation } from '../../metadata/config-operations.ts'
import { IncrementalAlterConfigs } from '../../protocol/messages/incremental-alter-configs.ts'
import { alterResources } from '../alter-resources.ts'
import { handler } from '../handler.ts'

export const incrementalAlterConfigs = handler(IncrementalAlterConfigs, async (request, context) => ({
  responses: await alterResources(request.resources, context, {
    validateOnly: request.validateOnly,
    needsValue: ({ configOperation }) => configOperation !== ConfigOperation.DELETE,
    changeOf: (configs) => ({ changes: configs.map(({ name, configOperation, value }) => ({ name, operation: configOperation, value })) }),
  }),
}))
