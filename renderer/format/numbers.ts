// Whole numbers as people read them: digits in groups of three, exact whatever their size.

const THIN_SPACE = '\u202f'

/** The digits of a whole number in groups of three from the right: `1234567n` -> `['1', '234', '567']`. */
export function digitGroups(value: number | bigint): { sign: string; groups: string[] } {
  const text = value.toString()
  const sign = text.startsWith('-') ? '-' : ''
  const digits = sign ? text.slice(1) : text
  const groups: string[] = []
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(0, end - 3), end))
  return { sign, groups }
}

/** A count inside a sentence. On its own in a column use `<Figure>`, which copies without separators. */
export function formatCount(value: number | bigint): string {
  const { sign, groups } = digitGroups(value)
  return sign + groups.join(THIN_SPACE)
}

/** `1 record`, `2 records`. */
export function counted(value: number | bigint, one: string, many = `${one}s`): string {
  return `${formatCount(value)} ${value === 1 || value === 1n ? one : many}`
}
