import { expect, it } from 'vitest'
import { zoneOptions } from '../../../../renderer/features/settings/zones.ts'

const options = zoneOptions(['America/New_York', 'UTC', 'Asia/Kolkata'], 'Europe/Berlin')

it('offers this computer’s zone and UTC first, then each zone once, by name', () => {
  expect(options.slice(0, 3)).toEqual([
    { value: 'local', label: 'This computer: Europe/Berlin' },
    { value: 'UTC', label: 'UTC' },
    { value: 'America/New_York', label: 'America/New York' },
  ])
  expect(new Set(options.map(({ value }) => value)).size).toBe(options.length)
})

it('offers today’s names of zones that a browser may know by older ones; all of them are zones', () => {
  const named = zoneOptions([], 'UTC').slice(2)
  expect(named.map(({ value }) => value)).toContain('Europe/Kyiv')
  for (const { value } of named) expect(() => new Intl.DateTimeFormat('en', { timeZone: value })).not.toThrow()
})
