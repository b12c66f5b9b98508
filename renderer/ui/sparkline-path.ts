// The geometry of a sparkline: a series of numbers as the path of a line in a box.

export interface Box {
  width: number
  height: number
}

/** Zero is the bottom, the largest value the top; a series of zeros lies on the bottom. Empty for fewer than two values. */
export function sparklinePath(values: readonly number[], { width, height }: Box): string {
  if (values.length < 2) return ''
  const largest = Math.max(...values, 0)
  const step = width / (values.length - 1)
  return values
    .map((value, index) => {
      const share = largest === 0 ? 0 : Math.max(value, 0) / largest
      return `${index === 0 ? 'M' : 'L'}${round(index * step)} ${round(height * (1 - share))}`
    })
    .join('')
}

const round = (value: number): number => Math.round(value * 100) / 100
