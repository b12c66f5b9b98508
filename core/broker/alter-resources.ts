// What AlterConfigs and IncrementalAlterConfigs share: what a request must fulfil before any rule of a resource's kind is asked, and answers per resource.
import type { ConfigsChange } from '../metadata/resource-configs.ts'
import { ErrorCode, KafkaError, kafkaError } from '../protocol/error-codes.ts'
import { requireConfigsAllowed } from './authorize-configs.ts'
import type { RequestContext } from './handler.ts'

interface AlteredConfig {
  readonly name: string
  readonly value: string | null
}

export interface AlteredResource<C extends AlteredConfig = AlteredConfig> {
  readonly resourceType: number
  readonly resourceName: string
  readonly configs: readonly C[]
}

export interface AlterResult {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly resourceType: number
  readonly resourceName: string
}

/** In the request's order; a resource that fails leaves the others alone. `needsValue` says which configs may not have a null value. */
export async function alterResources<C extends AlteredConfig>(
  resources: readonly AlteredResource<C>[],
  context: RequestContext,
  { validateOnly, needsValue, changeOf }: { validateOnly: boolean; needsValue: (config: C) => boolean; changeOf: (configs: readonly C[]) => ConfigsChange },
): Promise<AlterResult[]> {
  const counts = new Map<string, number>()
  for (const resource of resources) counts.set(keyOf(resource), (counts.get(keyOf(resource)) ?? 0) + 1)
  const alter = async (resource: AlteredResource<C>): Promise<void> => {
    if (counts.get(keyOf(resource))! > 1) throw kafkaError('INVALID_REQUEST', `Resource "${resource.resourceName}" appears more than once in the request.`)
    checkConfigs(resource.configs, needsValue)
    requireConfigsAllowed(context, 'ALTER_CONFIGS', resource)
    const { resourceType: type, resourceName: name } = resource
    await context.broker.resourceConfigs.alter({ type, name }, changeOf(resource.configs), validateOnly)
  }
  return Promise.all(resources.map((resource) => resultOf(resource, alter)))
}

const keyOf = ({ resourceType, resourceName }: AlteredResource): string => `${resourceType}:${resourceName}`

function checkConfigs<C extends AlteredConfig>(configs: readonly C[], needsValue: (config: C) => boolean): void {
  const names = new Set<string>()
  for (const { name } of configs) {
    if (names.has(name)) throw kafkaError('INVALID_REQUEST', `Config "${name}" appears more than once.`)
    names.add(name)
  }
  const missing = configs.filter((config) => config.value === null && needsValue(config))
  if (missing.length > 0) throw kafkaError('INVALID_REQUEST', `${missing.map(({ name }) => `"${name}"`).join(', ')} has no value.`)
}

async function resultOf<C extends AlteredConfig>(resource: AlteredResource<C>, alter: (resource: AlteredResource<C>) => Promise<void>): Promise<AlterResult> {
  const { resourceType, resourceName } = resource
  try {
    await alter(resource)
    return { errorCode: ErrorCode.NONE, errorMessage: null, resourceType, resourceName }
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error
    return { errorCode: error.code, errorMessage: error.message, resourceType, resourceName }
  }
}
