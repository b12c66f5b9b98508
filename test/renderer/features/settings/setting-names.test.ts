import { expect, it } from 'vitest'
import { isFound, SETTING_NAMES } from '../../../../renderer/features/settings/setting-names.ts'

it.each([
  ['', SETTING_NAMES],
  ['port', ['Kafka port', 'Workbench port']],
  ['dark', ['Theme']],
  ['KAFKA 9092', ['Kafka port']],
  ['keyboard', ['Shortcuts']],
  ['nonsense', []],
])('"%s" finds %j', (filter, names) => {
  expect(SETTING_NAMES.filter((name) => isFound(name, filter))).toEqual(names)
})
