// The time zones that can be chosen: this computer's, UTC, and all that the browser knows.

export interface ZoneOption {
  value: string
  label: string
}

export function zoneOptions(known: readonly string[], here: string): ZoneOption[] {
  const others = known.filter((zone) => zone !== 'UTC').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
  return [{ value: 'local', label: `This computer: ${here}` }, { value: 'UTC', label: 'UTC' }, ...others]
}
