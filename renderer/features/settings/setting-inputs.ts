// What may be typed into a setting, and what is said about what is in force now.

export type Parsed<T> = { value: T } | { error: string }

/** Empty means the usual one. */
export function parsePort(text: string): Parsed<number | null> {
  if (text.trim() === '') return { value: null }
  return within(text, 0, 65_535, 'A port is a number from 0 to 65535; 0 picks a free one.')
}

export const parseTailRows = (text: string): Parsed<number> => within(text, 100, 100_000, 'From 100 to 100 000 rows.')
export const parseMinutes = (text: string): Parsed<number> => within(text, 1, 60, 'From 1 to 60 minutes.')

/** Empty means the usual one. */
export const parseFolder = (text: string): Parsed<string | null> => ({ value: text.trim() === '' ? null : text.trim() })

function within(text: string, least: number, most: number, error: string): Parsed<number> {
  const digits = text.trim().replaceAll(/[\s\u202f]/g, '')
  const value = Number(digits)
  return /^\d{1,7}$/.test(digits) && value >= least && value <= most ? { value } : { error }
}

/** The Kafka releases that the local broker can play, newest first. */
export const KAFKA_RELEASES = [
  '4.4', '4.3', '4.2', '4.1', '4.0', '3.9', '3.8', '3.7', '3.6', '3.5', '3.4', '3.3', '3.2', '3.1', '3.0', '2.8', '2.7', '2.6', '2.5', '2.4', '2.3', '2.2', '2.1',
] as const

/** What runs now, and what will from the next start on where that differs. */
export function startNote(running: string | null, chosen: string | null, usual: string): string {
  const next = chosen ?? usual
  if (running === null) return `From the next start on: ${next}.`
  return running === next ? `In use now: ${running}.` : `In use now: ${running}. From the next start on: ${next}, unless it is started with another one.`
}
