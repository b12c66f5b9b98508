// The time zones that can be chosen: this computer's, UTC, and all that the browser knows.

export interface ZoneOption {
  value: string
  label: string
}

/** Today's names of zones that some browsers list under their old ones only; every browser takes both. */
const RENAMED = ['America/Nuuk', 'Asia/Ho_Chi_Minh', 'Asia/Kathmandu', 'Asia/Kolkata', 'Asia/Yangon', 'Atlantic/Faroe', 'Europe/Kyiv']

export function zoneOptions(known: readonly string[], here: string): ZoneOption[] {
  const others = [...new Set([...known, ...RENAMED])].filter((zone) => zone !== 'UTC').toSorted((a, b) => a.localeCompare(b))
  return [
    { value: 'local', label: `This computer: ${here}` },
    { value: 'UTC', label: 'UTC' },
    ...others.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
  ]
}
