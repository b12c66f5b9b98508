// How long a cluster may be armed for, to choose from.

const USUAL = [5, 10, 15, 30, 60]

/** The usual periods and the one of the settings, in order. */
export function armPeriods(armMinutes: number): number[] {
  return [...new Set([...USUAL, armMinutes])].toSorted((a, b) => a - b)
}

export function minutesText(minutes: number): string {
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
