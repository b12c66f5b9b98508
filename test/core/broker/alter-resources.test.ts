import { afterEach, beforeEach, expect, test } from 'vitest'
import { alterResources } from '../../../core/broker/alter-resources.ts'
import type { RequestContext } from '../../../core/broker/handler.ts'
import type { ConfigResource, ConfigsChange } from '../../../core/metadata/resource-configs.ts'
import { ErrorCode, kafkaError } from '../../../core/protocol/error-codes.ts'

let altered: [ConfigResource, ConfigsChange, boolean][]
beforeEach(() => {
  altered = []
})
afterEach(() => {
  fails = undefined
})

let fails: Error | undefined
const resourceConfigs = {
  async alter(resource: ConfigResource, change: ConfigsChange, validateOnly: boolean) {
    if (fails !== undefined && resource.name === 'bad') throw fails
    altered.push([resource, change, validateOnly])
  },
}
const context = { broker: { resourceConfigs } } as unknown as RequestContext
const resource = (resourceName: string, ...names: string[]) => ({ resourceType: 2, resourceName, configs: names.map((name) => ({ name, value: name === 'null' ? null : '1' })) })
const rules = { validateOnly: true, needsValue: () => true, changeOf: () => ({ all: { a: '1' } }) }

test('each resource is altered once and answered in order', async () => {
  const results = await alterResources([resource('x', 'a'), resource('y', 'b')], context, rules)
  expect(results).toEqual(['x', 'y'].map((resourceName) => ({ errorCode: 0, errorMessage: null, resourceType: 2, resourceName })))
  expect(altered).toEqual(['x', 'y'].map((name) => [{ type: 2, name }, { all: { a: '1' } }, true]))
})

test('the same name under another type is another resource', async () => {
  const results = await alterResources([resource('1', 'a'), { ...resource('1', 'a'), resourceType: 4 }], context, rules)
  expect(results.map(({ errorCode }) => errorCode)).toEqual([0, 0])
})

test.each([
  [[resource('x', 'a', 'a')], 'Config "a" appears more than once.'],
  [[resource('x', 'a', 'null')], '"null" has no value.'],
  [[resource('x'), resource('x')], 'Resource "x" appears more than once in the request.'],
])('%j is refused before anything is altered', async (resources, errorMessage) => {
  const results = await alterResources(resources, context, rules)
  for (const result of results) expect(result).toMatchObject({ errorCode: ErrorCode.INVALID_REQUEST, errorMessage })
  expect(altered).toEqual([])
})

test('a Kafka error is the resource\'s own; any other is a bug and rejects', async () => {
  fails = kafkaError('INVALID_CONFIG', 'No.')
  expect((await alterResources([resource('bad', 'a'), resource('good', 'a')], context, rules)).map(({ errorCode }) => errorCode)).toEqual([ErrorCode.INVALID_CONFIG, 0])
  fails = new Error('bug')
  await expect(alterResources([resource('bad', 'a')], context, rules)).rejects.toThrow('bug')
})
