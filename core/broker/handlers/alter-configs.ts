// AlterConfigs (33), versions 0-2: replaces all configs that a resource has of its own; what is not named falls back to its default.
// Behaviour: topics, brokers ("" = cluster-wide), groups and client metrics; rules, errors and effect as in IncrementalAlterConfigs. A config
// without a value, a config named twice and a resource named twice are INVALID_REQUEST; broker loggers are too, as in Kafka.
// Versions: v1 throttling first (KIP-219), v2 flexible; the same otherwise.
// Not implemented: alter.config.policy.class.name.
import { AlterConfigs } from '../../protocol/messages/alter-configs.ts'
import { alterResources } from '../alter-resources.ts'
import { handler } from '../handler.ts'

export const alterConfigs = handler(AlterConfigs, async (request, context) => ({
  responses: await alterResources(request.resources, context, {
    validateOnly: request.validateOnly,
    needsValue: () => true,
    changeOf: (configs) => ({ all: Object.fromEntries(configs.map(({ name, value }) => [name, value!])) }),
  }),
}))
