// Takes out of a message what differs from one occurrence to the next: ids, times, addresses, numbers. Order matters.

/** More of a message is not looked at: after masking only the first 300 characters count. */
const MAX_LOOKED_AT = 16 * 1024
const MAX_MASKED = 300

const MASKS: readonly (readonly [RegExp, string])[] = [
  [/(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])/gi, '<uuid>'],
  [/(?<!\d)\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[ ]?[+-]\d{2}:?\d{2}(?!\d))?/g, '<ts>'],
  [/[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g, '<email>'],
  [/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?(?![\d.]*\d)/g, '<ip>'],
  [/@[0-9a-f]{6,}(?![0-9a-z])/gi, '@<addr>'],
  [/(?<![A-Za-z0-9+/_-])0x[0-9a-f]+/gi, '<hex>'],
  [/(?<!\w)"[^"]{0,200}"(?!\w)|(?<!\w)'[^']{0,200}'(?!\w)/g, '<str>'],
  [/(?<![A-Za-z0-9+/_-])(?=[A-Za-z+/_-]*\d)[A-Za-z0-9+/_-]{20,}={0,2}/g, '<id>'],
  // A unit that is glued to a number stays: two time-outs that differ in their length are one failure.
  [/(?<![\p{L}\d_])(?:(?<![\p{L}\d_<>)-])[-+])?\d+(?:\.\d+)?(?:e[-+]?\d+)?/giu, '<n>'],
]

/** At most 300 characters. */
export function maskMessage(message: string): string {
  let masked = message.length > MAX_LOOKED_AT ? message.slice(0, MAX_LOOKED_AT) : message
  for (const [pattern, replacement] of MASKS) masked = masked.replace(pattern, replacement)
  return masked.replace(/\s+/g, ' ').trim().slice(0, MAX_MASKED).trimEnd()
}
