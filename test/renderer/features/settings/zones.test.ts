import { expect, it } from 'vitest'
import { zoneOptions } from '../../../../renderer/features/settings/zones.ts'

it('offers this computer’s zone and UTC first, each zone once', () => {
  expect(zoneOptions(['America/New_York', 'UTC'], 'Europe/Berlin')).toEqual([
    { value: 'local', label: 'This computer: Europe/Berlin' },
    { value: 'UTC', label: 'UTC' },
    { value: 'America/New_York', label: 'America/New York' },
  ])
})
