// What SET, DELETE, APPEND and SUBTRACT make of a resource's own configs (KIP-339). Pure: whether the outcome is legal is for others to say.
import { kafkaError } from '../protocol/error-codes.ts'
import type { ConfigDefinition } from './config-definition.ts'

/** Kafka's numbers for operations of IncrementalAlterConfigs. */
export const ConfigOperation = { SET: 0, DELETE: 1, APPEND: 2, SUBTRACT: 3 } as const

export interface ConfigChange {
  readonly name: string
  readonly operation: number
  /** Only DELETE does without. */
  readonly value: string | null
}

/** Throws KafkaError for an operation that there is not, or on a config that is no list. */
export function applyOperations(
  own: Readonly<Record<string, string>>,
  changes: readonly ConfigChange[],
  definitionOf: (name: string) => ConfigDefinition | undefined,
): Record<string, string> {
  const next = new Map(Object.entries(own))
  for (const { name, operation, value } of changes) {
    switch (operation) {
      case ConfigOperation.SET:
        next.set(name, value!)
        break
      case ConfigOperation.DELETE:
        next.delete(name)
        break
      case ConfigOperation.APPEND: {
        const items = itemsOf(name, next.get(name), definitionOf)
        next.set(name, [...items, ...splitItems(value!).filter((item) => !items.includes(item))].join(','))
        break
      }
      case ConfigOperation.SUBTRACT: {
        const gone = splitItems(value!)
        next.set(name, itemsOf(name, next.get(name), definitionOf).filter((item) => !gone.includes(item)).join(','))
        break
      }
      default:
        throw kafkaError('INVALID_REQUEST', `Config operation ${operation} does not exist; 0 sets, 1 deletes, 2 appends, 3 subtracts.`)
    }
  }
  return Object.fromEntries(next)
}

/** Where nothing is set, the default is what an item is appended to or taken from. */
function itemsOf(name: string, text: string | undefined, definitionOf: (name: string) => ConfigDefinition | undefined): string[] {
  const definition = definitionOf(name)
  if (definition?.type !== 'LIST') throw kafkaError('INVALID_CONFIG', `Config "${name}" is no list: nothing can be appended to it or subtracted from it.`)
  return splitItems(text ?? definition.default.text ?? '')
}

const splitItems = (text: string): string[] => text.split(',').map((item) => item.trim()).filter((item) => item !== '')
