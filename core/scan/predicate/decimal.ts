// Compares numbers by their digits: none is rounded, however long it is.

const NUMBER = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/
/** So few digits are told apart by doubles. */
const SHORT = /^-?[\d.]{1,15}$/

export function isNumberText(text: string): boolean {
  return NUMBER.test(text)
}

/** Negative, 0 or positive; NaN where one of them is no number. */
export function compareNumbers(a: string, b: string): number {
  if (SHORT.test(a) && SHORT.test(b) && isNumberText(a) && isNumberText(b)) return Number(a) - Number(b)
  const [left, right] = [decimalOf(a), decimalOf(b)]
  if (left === null || right === null) return Number.NaN
  if (left.sign !== right.sign) return left.sign - right.sign
  return left.sign * compareSizes(left, right)
}

/** 0.digits times ten to the `magnitude`. */
interface Decimal {
  readonly sign: number
  /** Without zeros at either end. */
  readonly digits: string
  readonly magnitude: number
}

function decimalOf(text: string): Decimal | null {
  const match = NUMBER.exec(text)
  if (!match) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = match
  const all = whole + fraction
  const digits = all.replace(/^0+/, '')
  if (digits === '') return { sign: 0, digits: '', magnitude: 0 }
  return { sign: sign === '-' ? -1 : 1, digits: digits.replace(/0+$/, ''), magnitude: whole.length - (all.length - digits.length) + Number(exponent) }
}

function compareSizes(left: Decimal, right: Decimal): number {
  if (left.magnitude !== right.magnitude) return left.magnitude - right.magnitude
  if (left.digits === right.digits) return 0
  // Digits behind the point compare like letters.
  return left.digits < right.digits ? -1 : 1
}
