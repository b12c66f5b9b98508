import { describe, expect, test } from 'vitest'
import { brokerConfigDefinitions } from '../../../core/metadata/broker-config-definitions.ts'
import { type GroupConfigDefinition, groupConfigDefinitions, isGroupConfigName } from '../../../core/metadata/group-config-definitions.ts'

const all: [string, GroupConfigDefinition][] = Object.entries(groupConfigDefinitions)

describe('every group config', () => {
  test.each(all)('%s has the default of the broker config that supplies it', (_name, { brokerConfig, default: own }) => {
    if (brokerConfig !== null) expect(brokerConfigDefinitions[brokerConfig].default).toEqual(own)
  })

  test.each(all)('%s has a default within its own limits and the broker\'s', (_name, { read, default: own, atLeast, atMost }) => {
    expect(read(own.text!)).toEqual(own)
    if (atLeast !== null) expect(own.value).toBeGreaterThanOrEqual(brokerConfigDefinitions[atLeast].default.value as number)
    if (atMost !== null) expect(own.value).toBeLessThanOrEqual(brokerConfigDefinitions[atMost].default.value as number)
  })
})

test('names are known by themselves', () => {
  expect(['consumer.session.timeout.ms', 'group.consumer.session.timeout.ms', 'toString'].map(isGroupConfigName)).toEqual([true, false, false])
})

test.each([['latest', true], ['earliest', true], ['by_duration:PT1H', true], ['by_duration:P1DT2H30.5S', true], ['none', false], ['by_duration:P', false], ['by_duration:1h', false]])(
  'share.auto.offset.reset may be %s: %s',
  (text, isLegal) => {
    const read = () => groupConfigDefinitions['share.auto.offset.reset'].read(text)
    if (isLegal) expect(read().value).toBe(text)
    else expect(read).toThrow('it must be latest, earliest or by_duration:<ISO 8601 duration>')
  },
)
